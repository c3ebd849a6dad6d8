// Builds the module that finds the candidates of a capture; see wasm-module.mjs.

import { buildModule } from './wasm-module.mjs';

await buildModule({
  folder: 'assembly/capture',
  layout: 'src/capture/layout.ts',
  script: 'scripts/build-capture.mjs',
  wasm: 'dist/capture.wasm',
  source: 'src/capture/wasm/capture-base64.generated.ts',
  constant: 'CAPTURE_BASE64',
  pages: 9,
  budget: 2048,
});

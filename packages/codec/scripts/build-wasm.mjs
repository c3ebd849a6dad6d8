// Compiles every module of AssemblyScript that is not current.

import { buildModule } from './wasm-module.mjs';

/** Fixed: memory that grows would detach every view on it. The operating system gives pages on first use. */
const own = pages => ['--initialMemory', String(pages), '--maximumMemory', String(pages)];
/** The core's, whatever its size. */
const ofTheCore = ['--importMemory', '--initialMemory', '1'];

await buildModule({
  name: 'core',
  folder: 'assembly',
  constants: ['src/layout.ts'],
  memory: own(71),
  target: 'src/wasm',
  shrink: 1,
  // So many bytes every browser compiles synchronously.
  budget: 4096,
});
await buildModule({
  name: 'long',
  folder: 'assembly/long',
  constants: ['src/layout.ts', 'assembly/fold.ts', 'assembly/residue.ts'],
  memory: ofTheCore,
  target: 'src/wasm',
  budget: 2048,
});
await buildModule({
  name: 'text',
  folder: 'assembly/text',
  constants: ['src/layout.ts', 'src/text-layout.ts'],
  memory: ofTheCore,
  target: 'src/wasm',
  budget: 4096,
});
await buildModule({
  name: 'capture',
  folder: 'assembly/capture',
  constants: ['src/capture/layout.ts'],
  memory: [...own(9), '--enable', 'bulk-memory'],
  target: 'src/capture/wasm',
  budget: 2048,
});

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { createInstrumenter } from 'istanbul-lib-instrument';

const folder = fileURLToPath(new URL('../..', import.meta.url));

/** What is built of the product; what it depends on is left as it is. */
const OURS = /[\\/](packages|apps)[\\/][^\\/]+[\\/]dist[\\/].*\.js$/;

const counting: Plugin = {
  name: 'counting',
  setup({ onLoad }) {
    onLoad({ filter: OURS }, async ({ path }) => {
      // WebAssembly as text: nothing to count.
      if (path.includes('.generated.')) return undefined;
      const instrumenter = createInstrumenter({ esModules: true, compact: true });
      return { contents: instrumenter.instrumentSync(await readFile(path, 'utf8'), path), loader: 'js' };
    });
  },
};

/** Bundles a target with an instrumented copy of the product; returns the path of the module. */
export async function instrument(target: string): Promise<string> {
  const outfile = join(folder, '.vitest', 'instrumented', `${target}.mjs`);
  await build({
    entryPoints: [join(folder, 'dist', 'targets', `${target}.js`)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    external: ['serialport', '@serialport/*', 'playwright-core'],
    // What is bundled of CommonJS asks for this.
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    plugins: [counting],
    logLevel: 'error',
  });
  return outfile;
}

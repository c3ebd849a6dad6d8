import { readdir, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { SuiteResult } from '../suite.js';
import { formatTable } from '../table.js';

/** What `scripts/check-browser.mjs` offers: it bundles each entry for a browser, and holds the budgets. */
interface Bundler {
  /** Entry to kilobytes, minified and gzipped. */
  readonly budgets: Readonly<Record<string, number>>;
  bundle(contents: string): Promise<string>;
}

const BUNDLER = new URL('../../../scripts/check-browser.mjs', import.meta.url);

/** Bytes that a WASM module may have: what a browser compiles synchronously on its main thread. */
const WASM_BUDGETS: Readonly<Record<string, number>> = { 'core.wasm': 4096 };

/** What a program that uses a package has to load. */
export async function sizeSuite(): Promise<SuiteResult> {
  const bundles = await bundleSizes();
  const modules = await moduleSizes();
  const head = ['', 'minified kB', 'gzipped kB', 'budget kB'];
  return {
    title: 'Sizes',
    text: [
      'Each entry bundled for a browser with all that it imports.',
      formatTable(
        head,
        bundles.map(({ entry, minified, gzipped, budget }) => [
          ...[entry, (minified / 1000).toFixed(1), (gzipped / 1000).toFixed(1), budget.toFixed(1)],
        ]),
      ),
      formatTable(
        ['WebAssembly', 'bytes', 'budget'],
        modules.map(({ name, bytes }) => [name, String(bytes), String(WASM_BUDGETS[name] ?? '-')]),
      ),
    ],
    cases: [],
    jsWins: [],
    metrics: Object.fromEntries([
      ...bundles.map(({ entry, gzipped, budget }) => [
        `size, ${entry}: of its budget`,
        gzipped / 1000 / budget,
      ]),
      ...modules.map(({ name, bytes }) => [`size, ${name}: bytes`, bytes]),
    ]),
  };
}

async function bundleSizes() {
  const { budgets, bundle } = (await import(BUNDLER.href)) as Bundler;
  return Promise.all(
    Object.entries(budgets).map(async ([entry, budget]) => {
      const code = await bundle(`export * from '${entry}';`);
      return { entry, budget, minified: code.length, gzipped: gzipSync(code).length };
    }),
  );
}

async function moduleSizes() {
  const folder = new URL('.', import.meta.resolve('@bus/codec/core.wasm'));
  const files = (await readdir(folder)).filter(name => name.endsWith('.wasm')).toSorted();
  return Promise.all(
    files.map(async name => ({
      name: basename(name),
      bytes: (await stat(fileURLToPath(new URL(name, folder)))).size,
    })),
  );
}

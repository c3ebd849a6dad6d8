// Compiles AssemblyScript to a WebAssembly module in dist/ and writes the same bytes as base64 to a source file. Does
// nothing when the sources are those of the last run, and fails when the module is larger than it may be.

import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

const options = [
  ...['--optimizeLevel', '3', '--converge', '--noAssert'],
  ...['--runtime', 'stub', '--use', 'abort='],
  ...['--enable', 'simd', '--enable', 'bulk-memory'],
  // Functions take v128 only among themselves, never across the boundary of the module.
  ...['--disableWarning', '112'],
];

/**
 * @typedef {object} WasmModule
 * @property {string} folder of the AssemblyScript sources, with an index.ts
 * @property {string} layout the source file that both languages read
 * @property {string} script that called
 * @property {string} wasm the module's file
 * @property {string} source file to write the base64 to
 * @property {string} constant its name there
 * @property {number} pages of memory, fixed: memory that grows would detach every view on it
 * @property {number} budget in bytes
 */

/** @param {WasmModule} module */
export async function buildModule(module) {
  const print = fingerprint(module);
  const present = readIfThere(module.wasm);
  if (present && readIfThere(module.source)?.toString() === render(module, print, present)) return;
  mkdirSync(dirname(join(root, module.wasm)), { recursive: true });
  const wasm = await compile(module);
  if (wasm.length > module.budget)
    throw new Error(`${module.wasm} has ${wasm.length} bytes, more than its budget of ${module.budget}`);
  writeFileSync(join(root, module.source), render(module, print, wasm));
  console.log(`${module.wasm}: ${wasm.length} bytes`);
}

/** One hash of everything that the result depends on. */
function fingerprint({ folder, layout, script }) {
  const names = readdirSync(join(root, folder))
    .filter(name => name.endsWith('.ts'))
    .sort();
  const files = [
    ...names.map(name => `${folder}/${name}`),
    ...[layout, script, 'scripts/wasm-module.mjs', 'package.json'],
  ];
  const hash = createHash('sha256');
  for (const file of files)
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(join(root, file)))
      .update('\0');
  return hash.digest('hex');
}

function render({ script, constant }, print, wasm) {
  return [
    `// Written by ${script} from sources ${print}.`,
    `/** The module, ${wasm.length} bytes. */`,
    `export const ${constant}: string = '${wasm.toString('base64')}';`,
    '',
  ].join('\n');
}

function readIfThere(file) {
  try {
    return readFileSync(join(root, file));
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

async function compile({ folder, wasm, pages }) {
  const { default: asc } = await import('assemblyscript/asc');
  const memory = ['--initialMemory', String(pages), '--maximumMemory', String(pages)];
  const entry = `${folder}/index.ts`;
  const { error, stderr } = await asc.main([
    entry,
    '--baseDir',
    root,
    '--outFile',
    wasm,
    ...options,
    ...memory,
  ]);
  if (error) throw new Error(`asc failed: ${error.message}\n${stderr.toString()}`);
  if (stderr.toString()) console.warn(stderr.toString());
  return readFileSync(join(root, wasm));
}

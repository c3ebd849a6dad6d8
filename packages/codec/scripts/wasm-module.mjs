// Compiles AssemblyScript to a WebAssembly module in dist/ and writes the same bytes as text to a source file. Does
// nothing when the sources are those of the last run, and fails when the module is larger than it may be.

import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

const script = 'scripts/build-wasm.mjs';
const options = [
  ...['--optimizeLevel', '3', '--converge', '--noAssert'],
  ...['--runtime', 'stub', '--use', 'abort=', '--enable', 'simd'],
  // Functions take v128 only among themselves, never across the boundary of the module.
  ...['--disableWarning', '112'],
];

/**
 * @typedef {object} WasmModule
 * @property {string} name of dist/<name>.wasm and <name>-bytes.generated.ts
 * @property {string} folder of the AssemblyScript sources, with an index.ts
 * @property {string[]} constants further sources that it is compiled from
 * @property {string[]} memory options of the compiler that say where its memory comes from
 * @property {string} target folder of the source file
 * @property {number} budget in bytes
 * @property {number} [shrink] 1 for size: then only what the sources say is inlined, and constants are not repeated
 */

/** @param {WasmModule} module */
export async function buildModule(module) {
  const { name, target, budget } = module;
  const wasmFile = `dist/${name}.wasm`;
  const sourceFile = `${target}/${name}-bytes.generated.ts`;
  const print = fingerprint(module);
  const present = readIfThere(wasmFile);
  if (present && readIfThere(sourceFile)?.toString() === render(name, print, present)) return;
  for (const file of [wasmFile, sourceFile]) mkdirSync(dirname(join(root, file)), { recursive: true });
  const wasm = await compile(module, wasmFile);
  if (wasm.length > budget)
    throw new Error(`${wasmFile} has ${wasm.length} bytes, more than its budget of ${budget}`);
  writeFileSync(join(root, sourceFile), render(name, print, wasm));
  console.log(`${name}.wasm: ${wasm.length} bytes`);
}

/** One hash of everything that the result depends on. */
function fingerprint({ folder, constants }) {
  const names = readdirSync(join(root, folder))
    .filter(name => name.endsWith('.ts'))
    .sort();
  const sources = names.map(name => `${folder}/${name}`);
  const hash = createHash('sha256');
  for (const file of [...sources, ...constants, script, 'scripts/wasm-module.mjs', 'package.json'])
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(join(root, file)))
      .update('\0');
  return hash.digest('hex');
}

function render(name, print, wasm) {
  return [
    `// Written by ${script} from sources ${print}.`,
    `/** The module, ${wasm.length} bytes, for moduleBytes(). */`,
    `export const ${name.toUpperCase()}_BYTES: string = '[${wasm.join(',')}]';`,
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

async function compile({ folder, memory, shrink = 0 }, wasmFile) {
  const { default: asc } = await import('assemblyscript/asc');
  const files = [`${folder}/index.ts`, '--baseDir', root, '--outFile', wasmFile];
  const { error, stderr } = await asc.main([
    ...files,
    ...options,
    '--shrinkLevel',
    String(shrink),
    ...memory,
  ]);
  if (error) throw new Error(`asc failed: ${error.message}\n${stderr.toString()}`);
  // The optimizer's last round is a matter of taste and no warning.
  const warnings = stderr.toString().replace('Last converge was suboptimal.', '').trim();
  if (warnings) console.warn(warnings);
  return readFileSync(join(root, wasmFile));
}

// Compiles assembly/ to dist/core.wasm and writes the same bytes as base64 to src/wasm/core-base64.generated.ts.
// Does nothing when the sources are those of the last run.

import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const wasmFile = join(root, 'dist/core.wasm');
const base64File = join(root, 'src/wasm/core-base64.generated.ts');

const options = [
  ...[
    '--optimizeLevel',
    '3',
    '--shrinkLevel',
    '1',
    '--converge',
    '--noAssert',
    '--runtime',
    'stub',
    '--use',
    'abort=',
    '--enable',
    'simd',
  ],
  // Fixed: memory that grows would detach every view on it. The operating system gives pages on first use.
  ...['--initialMemory', '67', '--maximumMemory', '67'],
  // Functions take v128 only among themselves, never across the boundary of the module.
  ...['--disableWarning', '112'],
];

/** One hash of everything that the result depends on. */
function fingerprint() {
  const names = readdirSync(join(root, 'assembly'))
    .filter(name => name.endsWith('.ts'))
    .sort();
  const files = [
    ...names.map(name => `assembly/${name}`),
    'src/layout.ts',
    'scripts/build-wasm.mjs',
    'package.json',
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

function render(print, wasm) {
  return [
    `// Written by scripts/build-wasm.mjs from sources ${print}.`,
    `/** The module, ${wasm.length} bytes. */`,
    `export const CORE_BASE64: string = '${wasm.toString('base64')}';`,
    '',
  ].join('\n');
}

function readIfThere(file) {
  try {
    return readFileSync(file);
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function isCurrent(print) {
  const wasm = readIfThere(wasmFile);
  return wasm !== undefined && readIfThere(base64File)?.toString() === render(print, wasm);
}

async function compile() {
  const { default: asc } = await import('assemblyscript/asc');
  const { error, stderr } = await asc.main([
    'assembly/index.ts',
    '--baseDir',
    root,
    '--outFile',
    'dist/core.wasm',
    ...options,
  ]);
  if (error) throw new Error(`asc failed: ${error.message}\n${stderr.toString()}`);
  return readFileSync(wasmFile);
}

const print = fingerprint();
if (!isCurrent(print)) {
  mkdirSync(dirname(wasmFile), { recursive: true });
  mkdirSync(dirname(base64File), { recursive: true });
  const wasm = await compile();
  writeFileSync(base64File, render(print, wasm));
  console.log(`core.wasm: ${wasm.length} bytes`);
}

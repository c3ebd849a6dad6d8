// Compiles assembly/ to dist/core.wasm and assembly/long/ to dist/long.wasm, and writes the same bytes as base64 to
// src/wasm/core-base64.generated.ts and src/wasm/long-base64.generated.ts. Does nothing when the sources are those of
// the last run.

import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const targets = [
  { name: 'core', entry: 'assembly/index.ts', more: [] },
  // Works on the memory of the core.
  { name: 'long', entry: 'assembly/long/index.ts', more: ['--importMemory'] },
];
const wasmFile = ({ name }) => join(root, `dist/${name}.wasm`);
const base64File = ({ name }) => join(root, `src/wasm/${name}-base64.generated.ts`);

const options = [
  ...['--optimizeLevel', '3', '--converge', '--noAssert', '--runtime', 'stub', '--use', 'abort='],
  ...['--enable', 'simd'],
  // Fixed: memory that grows would detach every view on it. The operating system gives pages on first use.
  ...['--initialMemory', '67', '--maximumMemory', '67'],
  // Functions take v128 only among themselves, never across the boundary of the module.
  ...['--disableWarning', '112'],
];

/** One hash of everything that the result depends on. */
function fingerprint() {
  const names = readdirSync(join(root, 'assembly'), { recursive: true })
    .map(name => name.replaceAll('\\', '/'))
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

function render({ name }, print, wasm) {
  return [
    `// Written by scripts/build-wasm.mjs from sources ${print}.`,
    `/** The module, ${wasm.length} bytes. */`,
    `export const ${name.toUpperCase()}_BASE64: string = '${wasm.toString('base64')}';`,
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

function isCurrent(target, print) {
  const wasm = readIfThere(wasmFile(target));
  return wasm !== undefined && readIfThere(base64File(target))?.toString() === render(target, print, wasm);
}

async function compile({ name, entry, more }) {
  const { default: asc } = await import('assemblyscript/asc');
  const { error, stderr } = await asc.main([
    entry,
    '--baseDir',
    root,
    '--outFile',
    `dist/${name}.wasm`,
    ...options,
    ...more,
  ]);
  if (error) throw new Error(`asc failed: ${error.message}\n${stderr.toString()}`);
  return readFileSync(join(root, `dist/${name}.wasm`));
}

const print = fingerprint();
for (const target of targets) {
  if (isCurrent(target, print)) continue;
  mkdirSync(dirname(wasmFile(target)), { recursive: true });
  mkdirSync(dirname(base64File(target)), { recursive: true });
  const wasm = await compile(target);
  writeFileSync(base64File(target), render(target, print, wasm));
  console.log(`${target.name}.wasm: ${wasm.length} bytes`);
}

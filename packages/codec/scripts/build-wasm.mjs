// Compiles each directory of AssemblyScript to dist/<name>.wasm and writes the same bytes as base64 to
// src/wasm/<name>-base64.generated.ts. Does nothing for a module whose sources are those of the last run.

import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

const modules = [
  {
    name: 'core',
    directory: 'assembly',
    constants: ['src/layout.ts'],
    // Fixed: memory that grows would detach every view on it. The operating system gives pages on first use.
    memory: ['--initialMemory', '67', '--maximumMemory', '67'],
  },
  {
    name: 'long',
    directory: 'assembly/long',
    constants: ['src/layout.ts', 'assembly/fold.ts', 'assembly/residue.ts'],
    // The core's, whatever its size.
    memory: ['--importMemory', '--initialMemory', '1'],
  },
  {
    name: 'text',
    directory: 'assembly/text',
    constants: ['src/layout.ts', 'src/text-layout.ts'],
    memory: ['--importMemory', '--initialMemory', '1'],
  },
];

const options = [
  '--optimizeLevel',
  '3',
  '--converge',
  '--noAssert',
  '--runtime',
  'stub',
  '--use',
  'abort=',
  '--enable',
  'simd',
  // Functions take v128 only among themselves, never across the boundary of the module.
  ...['--disableWarning', '112'],
];

/** One hash of everything that the result depends on. */
function fingerprint({ directory, constants }) {
  const names = readdirSync(join(root, directory))
    .filter(name => name.endsWith('.ts'))
    .sort();
  const sources = names.map(name => `${directory}/${name}`);
  const hash = createHash('sha256');
  for (const file of [...sources, ...constants, 'scripts/build-wasm.mjs', 'package.json'])
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(join(root, file)))
      .update('\0');
  return hash.digest('hex');
}

function render(name, print, wasm) {
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

async function compile({ name, directory, memory }) {
  const { default: asc } = await import('assemblyscript/asc');
  const { error, stderr } = await asc.main([
    ...[`${directory}/index.ts`, '--baseDir', root, '--outFile', `dist/${name}.wasm`],
    ...options,
    ...memory,
  ]);
  if (error) throw new Error(`asc failed: ${error.message}\n${stderr.toString()}`);
  return readFileSync(join(root, `dist/${name}.wasm`));
}

async function build(module) {
  const { name } = module;
  const base64File = join(root, `src/wasm/${name}-base64.generated.ts`);
  const print = fingerprint(module);
  const current = readIfThere(join(root, `dist/${name}.wasm`));
  if (current && readIfThere(base64File)?.toString() === render(name, print, current)) return;
  const wasm = await compile(module);
  writeFileSync(base64File, render(name, print, wasm));
  console.log(`${name}.wasm: ${wasm.length} bytes`);
}

mkdirSync(join(root, 'dist'), { recursive: true });
for (const module of modules) await build(module);

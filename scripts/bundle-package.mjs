/**
 * Draws the modules of a package together into a few files, since opening dozens of small ones is most of what a short
 * program pays for an import. Run in the package's folder by its build, beside `tsc`, which checks types and writes the
 * declarations. What the entries of `exports` share stands in common files, and what is imported on use in files of its own.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { markPure } from './lib/mark-pure.mjs';

/** The scripts that a package offers to importers, as paths below its folder: `['dist/index.js']`. */
export function entriesOf({ exports }) {
  const paths = Object.values(exports).flatMap(conditions =>
    typeof conditions === 'string' ? [conditions] : Object.values(conditions),
  );
  return [...new Set(paths.filter(path => path.endsWith('.js')).map(path => path.replace(/^\.\//, '')))];
}

/**
 * Bundles a package; files that are as they should be stay untouched.
 *
 * @param {string} folder of the package, whose sources are in `src` and whose results go to `dist`.
 * @returns {Promise<string[]>} what was written, as paths below the folder.
 */
export async function bundlePackage(folder) {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const { outputFiles } = await build({
    absWorkingDir: folder,
    entryPoints: entriesOf(manifest).map(path => path.replace(/^dist\//, 'src/').replace(/\.js$/, '.ts')),
    outbase: 'src',
    outdir: 'dist',
    chunkNames: 'chunk-[hash]',
    bundle: true,
    splitting: true,
    write: false,
    format: 'esm',
    platform: 'neutral',
    target: ['node20', 'es2022'],
    // Only the package's own sources; `node:` modules are for those that are meant for Node.
    packages: 'external',
    external: ['node:*'],
    legalComments: 'inline',
    logLevel: 'warning',
  });
  const made = outputFiles.map(({ path }) => path);
  const written = outputFiles.filter(({ path, text }) => writeIfChanged(path, markPure(text)));
  for (const path of scriptsBelow(join(folder, 'dist'))) if (!made.includes(path)) rmSync(path);
  return written.map(({ path }) => relative(folder, path));
}

function writeIfChanged(path, contents) {
  if (readIfThere(path) === contents) return false;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, contents);
  return true;
}

function readIfThere(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function scriptsBelow(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && entry.name.endsWith('.js'))
    .map(entry => join(entry.parentPath, entry.name));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundlePackage(resolve('.'));

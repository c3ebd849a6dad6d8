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
  const entries = entriesOf(manifest).map(path => path.replace(/^dist\//, 'src/').replace(/\.js$/, '.ts'));
  const { metafile } = await bundled(folder, entries);
  const { outputFiles } = await bundled(folder, entries, [oneSharedFile(folder, entries, metafile.inputs)]);
  const made = outputFiles.map(({ path }) => path);
  const written = outputFiles.filter(({ path, text }) => writeIfChanged(path, markPure(text)));
  for (const path of scriptsBelow(join(folder, 'dist'))) if (!made.includes(path)) rmSync(path);
  return written.map(({ path }) => relative(folder, path));
}

function bundled(folder, entryPoints, plugins = []) {
  return build({
    absWorkingDir: folder,
    entryPoints,
    outbase: 'src',
    outdir: 'dist',
    chunkNames: 'chunk-[hash]',
    bundle: true,
    splitting: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'neutral',
    target: ['node20', 'es2022'],
    // Only the package's own sources; `node:` modules are for those that are meant for Node.
    packages: 'external',
    external: ['node:*'],
    legalComments: 'inline',
    logLevel: 'warning',
    logOverride: { 'ignored-bare-import': 'silent' },
    plugins,
  });
}

/**
 * esbuild makes a file for each set of entries that share something. To read what another entry needs is cheaper than to
 * open several files, so all that the main entry shares with smaller ones goes into one: the smaller ones are made to import
 * all of it.
 */
function oneSharedFile(folder, entries, inputs) {
  const reached = new Map(entries.map(entry => [entry, reachedFrom(entry, inputs)]));
  const [main] = entries;
  const smaller = entries.filter(entry => !reached.get(entry).has(main));
  const shared = [...reached.get(main)].filter(path => smaller.some(entry => reached.get(entry).has(path)));
  const imports = shared.map(path => `import ${JSON.stringify(join(folder, path))};`).join('\n');
  return {
    name: 'one-shared-file',
    setup({ onLoad }) {
      onLoad({ filter: /\.ts$/ }, ({ path }) => {
        if (!smaller.some(entry => join(folder, entry) === path)) return undefined;
        return { contents: `${readFileSync(path, 'utf8')}\n${imports}\n`, loader: 'ts' };
      });
    },
  };
}

/** The modules that are loaded with one, itself included. */
function reachedFrom(path, inputs, reached = new Set()) {
  if (reached.has(path)) return reached;
  reached.add(path);
  for (const { path: next, kind, external } of inputs[path].imports)
    if (kind === 'import-statement' && !external) reachedFrom(next, inputs, reached);
  return reached;
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

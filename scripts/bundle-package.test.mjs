import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bundlePackage, entriesOf } from './bundle-package.mjs';

const manifest = {
  name: 'sample',
  type: 'module',
  exports: {
    '.': { types: './dist/index.d.ts', default: './dist/index.js' },
    './deep': { types: './dist/deep/index.d.ts', default: './dist/deep/index.js' },
    './data.wasm': './dist/data.wasm',
    './package.json': './package.json',
  },
};
const sources = {
  'package.json': JSON.stringify(manifest),
  'src/index.ts':
    "import { isIP } from 'node:net';\nexport { shared } from './shared.js';\nexport const lazy = () => import('./lazy.js');\nexport const is = isIP;\n",
  'src/deep/index.ts': "import { shared } from '../shared.js';\nexport const deep: unknown = shared;\n",
  'src/shared.ts': 'export const shared: unknown[] = [];\n',
  'src/lazy.ts': "export const word = 'only when asked for';\n",
  'dist/left-behind.js': '',
  'dist/left-behind.d.ts': '',
};

let folder;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bundle-'));
  for (const [path, text] of Object.entries(sources)) write(path, text);
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(path, text) {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}
const load = path => import(join(folder, path));

describe('the bundle of a package', () => {
  it('has an entry for each script of exports', () => {
    expect(entriesOf(manifest)).toEqual(['dist/index.js', 'dist/deep/index.js']);
  });

  it('gives all entries the same shared things', async () => {
    await bundlePackage(folder);
    const [{ shared, is }, { deep }] = [await load('dist/index.js'), await load('dist/deep/index.js')];
    expect(deep).toBe(shared);
    expect(is('127.0.0.1')).toBe(4);
  });

  it('puts all that the main entry shares with others into one file', async () => {
    const wide = { types: './dist/wide.d.ts', default: './dist/wide.js' };
    write('package.json', JSON.stringify({ ...manifest, exports: { ...manifest.exports, './wide': wide } }));
    write('src/other.ts', "export const other = 'of the main entry and of wide';\n");
    write('src/index.ts', "export { shared } from './shared.js';\nexport { other } from './other.js';\n");
    write('src/wide.ts', "import { other } from './other.js';\nexport const wide: string = other;\n");
    const written = await bundlePackage(folder);
    expect(written.filter(path => path.includes('chunk'))).toHaveLength(1);
    const [{ shared, other }, { deep }] = [await load('dist/index.js'), await load('dist/deep/index.js')];
    expect(deep).toBe(shared);
    expect((await load('dist/wide.js')).wide).toBe(other);
  });

  it('keeps what is imported on use apart', async () => {
    await bundlePackage(folder);
    expect(readFileSync(join(folder, 'dist/index.js'), 'utf8')).not.toContain('only when asked for');
    const { lazy } = await load('dist/index.js');
    expect(await lazy()).toMatchObject({ word: 'only when asked for' });
  });

  it('takes away scripts that it did not write, and nothing else', async () => {
    await bundlePackage(folder);
    expect(existsSync(join(folder, 'dist/left-behind.js'))).toBe(false);
    expect(existsSync(join(folder, 'dist/left-behind.d.ts'))).toBe(true);
  });

  it('writes only what has changed', async () => {
    const all = await bundlePackage(folder);
    expect(all).toEqual(expect.arrayContaining(['dist/index.js', 'dist/deep/index.js']));
    const { mtimeMs } = statSync(join(folder, 'dist/index.js'));
    expect(await bundlePackage(folder)).toEqual([]);
    expect(statSync(join(folder, 'dist/index.js')).mtimeMs).toBe(mtimeMs);
  });
});

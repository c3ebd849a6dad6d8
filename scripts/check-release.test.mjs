import { describe, expect, it } from 'vitest';
import { faultsOfFiles, faultsOfManifest } from './check-release.mjs';

const wanted = { engine: '>=20.19', version: '1.0.0' };
const good = {
  version: '1.0.0',
  license: 'MIT',
  description: 'something',
  engines: { node: '>=20.19' },
  files: ['dist', 'LICENSE'],
  exports: {},
  publishConfig: { access: 'public', provenance: true },
};

describe('a manifest', () => {
  it('that is complete can be released, and published once it names its repository', () => {
    expect(faultsOfManifest(good, wanted)).toEqual([]);
    const publishing = { ...wanted, publishing: true };
    expect(faultsOfManifest(good, publishing)).toEqual(['it names no repository and folder']);
    const named = {
      ...good,
      repository: { type: 'git', url: 'git+https://example.org/a.git', directory: 'a' },
    };
    expect(faultsOfManifest(named, publishing)).toEqual([]);
  });

  it.each([
    [{ version: '0.9.0' }, 'its version is 0.9.0'],
    [{ private: true }, 'it is private'],
    [{ engines: {} }, 'it must run on Node'],
    [{ files: ['dist'] }, 'leave out the licence'],
    [{ publishConfig: { access: 'public' } }, 'provenance'],
    [{ scripts: { postinstall: 'node x' } }, 'runs a script'],
  ])('with %o cannot', (change, fault) => {
    expect(faultsOfManifest({ ...good, ...change }, wanted)).toEqual([expect.stringContaining(fault)]);
  });
});

describe('what is packed', () => {
  const complete = ['LICENSE', 'README.md', 'package.json', 'dist/index.js'].map(path => ({
    path,
    text: '',
  }));

  it('is complete, and nothing but what is needed', () => {
    expect(faultsOfFiles(complete)).toEqual([]);
    expect(faultsOfFiles(complete.slice(1))).toEqual(['LICENSE is not packed']);
  });

  it.each(['dist/a.test.js', 'src/a.ts', 'test/a.ts', '.env', 'dist/x.tsbuildinfo'])('has no %s', path => {
    expect(faultsOfFiles([...complete, { path, text: '' }])).toEqual([`${path} is packed`]);
  });

  it('does not tell where it was built', () => {
    const file = { path: 'dist/a.js', text: 'const x = "/build/bus/packages";' };
    expect(faultsOfFiles([...complete, file], '/build/bus/')).toEqual([expect.stringContaining('dist/a.js')]);
  });
});

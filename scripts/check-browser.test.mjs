import { describe, expect, it } from 'vitest';
import { bundle, nodeUses, runWithoutNode } from './check-browser.mjs';

const bundled = contents => bundle(contents, 'esm', import.meta.dirname);

describe('the browser check', () => {
  it('refuses an import of a Node module', async () => {
    await expect(bundled("export * from 'node:fs';")).rejects.toThrow('Could not resolve "node:fs"');
  });

  it.each([
    ['export const a = Buffer.from([1]);', 'Buffer'],
    ['export const a = () => process.version;', 'process'],
    ['export const a = globalThis.Buffer ?? 1;', 'Buffer'],
    ['export const a = name => require(name);', 'require'],
  ])('sees what only Node has, in spite of minification: %s', async (text, use) => {
    expect(nodeUses(await bundled(text))).toContain(use);
  });

  it('finds nothing in clean code', async () => {
    expect(nodeUses(await bundled('export const a = [new Uint8Array(1), "Buffer"];'))).toEqual([]);
  });

  it('runs a bundle where nothing of Node exists', async () => {
    const run = async text => runWithoutNode(await bundle(text, 'iife', import.meta.dirname));
    await expect(
      run('globalThis.result = Promise.resolve(typeof Buffer + typeof WebAssembly)'),
    ).resolves.toBe('undefinedobject');
    await expect(run('globalThis.result = (async () => Buffer.alloc(1))()')).rejects.toThrow(
      'Buffer is not defined',
    );
  });
});

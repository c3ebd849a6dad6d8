import { transform } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { markPure } from './lib/mark-pure.mjs';

/** What a bundler keeps of a script that nobody uses anything of. */
async function kept(text) {
  const { code } = await transform(markPure(text), { treeShaking: true, format: 'esm', minify: true });
  return code.trim();
}

/** What a script exports. */
const run = text => import(`data:text/javascript,${encodeURIComponent(text)}`);

const namespace = `var __defProp = Object.defineProperty;
var __export = (target, all) => {
  for (var name in all) __defProp(target, name, { get: all[name], enumerable: true });
};
var words_exports = {};
__export(words_exports, {
  yes: () => yes
});
var yes = "yes";`;

describe('the marks on constants', () => {
  it.each([
    'const a = f(1); function f(n) { return n; }',
    'const a = new Map([[1, 2]].map(x => x));',
    'const a = [...new Set([1])], b = { ...a };',
    'const a = { b: 1 }; const c = a.b;',
    'const a = 1 + f(); function f() { return 1; }',
    'const a = /* @__PURE__ */ new Set([f.b]); function f() {}',
    namespace,
  ])('let a bundler leave out what nobody uses: %s', async text => {
    await expect(kept(text)).resolves.toBe('');
  });

  it.each(['console.log(1);', 'const a = await f(); function f() {}', 'globalThis.a = 1;'])(
    'leave what is no constant: %s',
    async text => {
      expect(markPure(text)).toBe(text);
      await expect(kept(text)).resolves.not.toBe('');
    },
  );

  it('are not put twice, nor into functions', () => {
    const text = 'const a = /* @__PURE__ */ new Set([1]);\nconst b = () => a.has(f());\nfunction f() {}\n';
    expect(markPure(text)).toBe(text);
  });

  it('change nothing of what is made', async () => {
    const text = `const a = [1, 2].map(n => n * 2), b = { ...{ c: a } }; ${namespace} export { a, b, words_exports };`;
    const { a, b, words_exports } = await run(markPure(text));
    expect({ a, b, words: { ...words_exports } }).toEqual({
      a: [2, 4],
      b: { c: [2, 4] },
      words: { yes: 'yes' },
    });
  });
});

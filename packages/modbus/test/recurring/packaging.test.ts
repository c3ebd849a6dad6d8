import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const packages = fileURLToPath(new URL('../../../', import.meta.url));
const names = readdirSync(packages).filter(name => existsSync(join(packages, name, 'package.json')));

interface Manifest {
  readonly name: string;
  readonly type: string;
  readonly private?: boolean;
  readonly exports: Record<string, string | { types?: string; default?: string }>;
  readonly scripts: Record<string, string>;
  readonly dependencies?: Record<string, string>;
}
const manifestOf = (name: string): Manifest =>
  JSON.parse(readFileSync(join(packages, name, 'package.json'), 'utf8')) as Manifest;

/** The source files that an entry reaches by relative imports, and what else these import. */
function reach(entry: string): { files: Set<string>; others: Set<string> } {
  const files = new Set<string>();
  const others = new Set<string>();
  const visit = (file: string) => {
    if (files.has(file)) return;
    files.add(file);
    for (const [, specifier] of readFileSync(file, 'utf8').matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)) {
      if (specifier!.startsWith('.')) visit(join(dirname(file), specifier!.replace(/\.js$/, '.ts')));
      else others.add(specifier!);
    }
  };
  visit(entry);
  return { files, others };
}

const browserSafe = ['codec', 'line', 'modbus', 'dcon', '232drio', 'sim'];

describe('packages', () => {
  it('F46: name types and code for every entry, export nothing by default, and are checked as they are packed', () => {
    for (const manifest of names.map(manifestOf).filter(({ private: own }) => own !== true)) {
      expect(manifest.type).toBe('module');
      expect(manifest.scripts['check:package']).toMatch(/publint.*attw/);
      for (const [path, target] of Object.entries(manifest.exports)) {
        if (typeof target === 'string') expect(path).toMatch(/\.(json|wasm)$/);
        else expect([manifest.name, path, target.types, target.default]).not.toContain(undefined);
      }
    }
    for (const name of names) {
      for (const file of reach(join(packages, name, 'src/index.ts')).files)
        expect([file, /^export default/m.test(readFileSync(file, 'utf8'))]).toEqual([file, false]);
    }
  });

  it.each(browserSafe)(
    'F47: @bus/%s is imported without anything of Node, and without a native module',
    name => {
      const { files, others } = reach(join(packages, name, 'src/index.ts'));
      expect(files.size).toBeGreaterThan(5);
      for (const specifier of others) {
        expect(specifier).toMatch(/^@bus\//);
        expect(browserSafe).toContain(specifier.split('/')[1]);
      }
      for (const file of files) {
        const code = readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
        expect([file, /\bBuffer\b|\brequire\(/.test(code)]).toEqual([file, false]);
      }
    },
  );
});

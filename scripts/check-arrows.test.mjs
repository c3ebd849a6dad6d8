import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { arrows, checkWorkspace, violations } from './check-arrows.mjs';

const manifest = {
  dependencies: { '@bus/line': '*', '@bus/transport-node': '*' },
  devDependencies: { '@bus/sim': '*' },
};

function rulesFor(name, file, text, declared = manifest) {
  return violations({ name, manifest: declared, file, text }).map(({ line, rule }) => `${line}: ${rule}`);
}

describe('the arrows', () => {
  it.each([
    ['a static import', "import { x } from '@bus/modbus';"],
    ['an import of types', "import type { x } from '@bus/modbus';"],
    ['an import for its effect', "import '@bus/modbus/node';"],
    ['a re-export', "export * from '@bus/modbus';"],
    ['an import()', "const m = await import('@bus/modbus');"],
    ['an import() in backticks', 'const m = await import(`@bus/modbus`);'],
    ['an import type', "type M = import('@bus/modbus').M;"],
    ['an import over lines', "import {\n  x,\n} from\n  '@bus/modbus';"],
    ['an outside package', "import _ from 'lodash';"],
  ])('forbid the line to use Modbus by %s', (_, text) => {
    expect(rulesFor('@bus/line', 'src/a.ts', text)).toEqual([
      expect.stringMatching(/^\d: @bus\/line may not import/),
    ]);
  });

  it('let a comment or a string say anything', () => {
    const text = "// import '@bus/modbus';\nexport const hint = \"import 'node:fs' and Buffer\";";
    expect(rulesFor('@bus/line', 'src/a.ts', text)).toEqual([]);
  });

  it('say the line of the file', () => {
    expect(rulesFor('@bus/codec', 'src/a.ts', "\n\nimport '@bus/line';")[0]).toMatch(/^3: /);
  });

  it('let one file alone of Modbus open ports', () => {
    const text = "import { open } from '@bus/transport-node';";
    expect(rulesFor('@bus/modbus', 'src/node.ts', text)).toEqual([]);
    expect(rulesFor('@bus/modbus', 'src/client.ts', text)).toHaveLength(1);
  });

  it('let the fuzzer alone reach for what was built and is not exported', () => {
    const built = "import { parseConfig } from '../../../apps/cli/dist/config.js';";
    expect(rulesFor('fuzz', 'src/targets/a.ts', built)).toEqual([]);
    expect(rulesFor('benchmarks', 'src/targets/a.ts', built)).toHaveLength(1);
    expect(rulesFor('fuzz', 'src/targets/a.ts', built.replace('dist', 'src'))).toHaveLength(1);
  });

  it('demand a declaration in package.json', () => {
    const text = "import { x } from '@bus/line';";
    expect(rulesFor('@bus/modbus', 'src/a.ts', text)).toEqual([]);
    expect(rulesFor('@bus/modbus', 'src/a.ts', text, {})).toEqual([
      expect.stringContaining('is not declared'),
    ]);
  });

  it('let tests use the test tools and what is declared for development, and nothing else', () => {
    const text = "import { it } from 'vitest';\nimport 'node:fs';\nimport '@bus/sim';";
    expect(rulesFor('@bus/line', 'src/a.test.ts', text)).toEqual([]);
    expect(rulesFor('@bus/line', 'src/a.ts', text)).toHaveLength(3);
    expect(rulesFor('@bus/line', 'src/a.test.ts', "import '@bus/modbus';")).toHaveLength(1);
  });

  it.each([
    "import { readFileSync } from 'node:fs';",
    "import { readFileSync } from 'fs';",
    'export const b = Buffer.from([1]);',
    'export const b: Buffer = x;',
    'export const b = globalThis.Buffer;',
    'export const e = process.env;',
    'export const all = { process };',
    "const fs = require('node:fs');",
    'const m = await import(name);',
  ])('keep Node out of what runs in a browser: %s', text => {
    expect(rulesFor('@bus/line', 'src/a.ts', text).length).toBeGreaterThan(0);
    expect(rulesFor('@bus/transport-node', 'src/a.ts', text)).toEqual([]);
  });

  it('let a property be called process', () => {
    expect(rulesFor('@bus/line', 'src/a.ts', 'queue.process();\ninterface A { process: number }')).toEqual(
      [],
    );
  });

  it('forbid a path into another package', () => {
    expect(rulesFor('@bus/line', 'src/a.ts', "import '../../codec/src/x.js';")).toHaveLength(1);
    expect(rulesFor('@bus/line', 'src/a.ts', "import './x.js';")).toEqual([]);
  });

  it('have a row for every package', () => {
    expect(rulesFor('@bus/new', 'src/a.ts', '')).toHaveLength(1);
  });

  it('are checked in the files of a workspace', () => {
    const root = mkdtempSync(join(tmpdir(), 'arrows-'));
    for (const name of Object.keys(arrows)) {
      const places = { demo: 'apps/demo' };
      const folder = join(root, places[name] ?? name.replace(/^@bus(?=\/)/, 'packages'));
      mkdirSync(join(folder, 'src'), { recursive: true });
      writeFileSync(join(folder, 'package.json'), JSON.stringify({ name }));
    }
    expect(checkWorkspace(root)).toEqual([]);
    writeFileSync(join(root, 'packages/codec/src/bad.ts'), "\nimport '@bus/line';\n");
    expect(checkWorkspace(root)).toEqual([
      `${join('packages', 'codec', 'src', 'bad.ts')}:2: @bus/codec may not import '@bus/line' (it may: nothing)`,
    ]);
    rmSync(root, { recursive: true });
  });
});

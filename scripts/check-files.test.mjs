import { describe, expect, it } from 'vitest';
import { checkFiles, median, problemsOf } from './check-files.mjs';

const path = 'packages/line/src/a.ts';
const test = 'packages/line/src/a.test.ts';
const off = word => `it.${word}('x', () => {});`;
const rules = (text, file = path) => problemsOf(file, text).map(({ line, rule }) => `${line}: ${rule}`);

describe('the files', () => {
  it('pass when they are small, finished and well named', () => {
    expect(checkFiles([[path, 'export const a = 1;\n']])).toEqual({ report: [], median: 1, sources: 1 });
  });

  it('fail over the longest and over the median', () => {
    const lines = count => 'x\n'.repeat(count);
    expect(checkFiles([[path, lines(400)]]).report).toEqual([expect.stringContaining('median')]);
    expect(rules(lines(400))).toEqual([]);
    expect(rules(lines(401))).toHaveLength(1);
    expect(rules(lines(401), 'packages/line/src/a.test.ts')).toEqual([]);
    expect(median([1, 300, 2])).toBe(2);
  });

  it.each(['Line.ts', 'my_line.ts', 'myLine.ts'])('fail when a name is not in kebab-case: %s', name => {
    expect(rules('', `packages/line/src/${name}`)).toEqual(['1: the name is not in kebab-case']);
  });

  it.each(['tsx', 'css'])('of a page count like all others: .%s', kind => {
    const of = name => `apps/demo/src/web/${name}.${kind}`;
    expect(rules('', of('TopBar'))).toEqual(['1: the name is not in kebab-case']);
    expect(rules('x\n'.repeat(401), of('top-bar'))).toHaveLength(1);
    expect(rules('/* TO' + 'DO */', of('top-bar'))).toHaveLength(1);
    expect(checkFiles([[of('top-bar'), 'x\n']]).sources).toBe(1);
  });

  it.each(['// TO' + 'DO: later', '// FIX' + 'ME', 'const a = 1; // X' + 'XX', 'return place' + 'holder;'])(
    'fail when unfinished: %s',
    line => {
      expect(rules(`\n${line}`)).toEqual([expect.stringMatching(/^2: unfinished/)]);
    },
  );

  it.each(['/ho' + 'me/ann/bus', '"/ro' + 'ot/bus"', 'C:' + '\\Users\\ann'])(
    'fail when they name a path of one machine: %s',
    line => {
      expect(rules(line, 'docs/a.md')).toEqual([expect.stringMatching(/^1: a path of one machine/)]);
    },
  );

  it('let addresses and device files be', () => {
    expect(rules('see https://example.org/home/a, /dev/ttyUSB1 and bus.example/tmp/x', 'docs/a.md')).toEqual(
      [],
    );
  });

  it('fail when a test is focused, or switched off without a reason', () => {
    expect(rules(off('on' + 'ly'), test)).toHaveLength(1);
    expect(rules(off('sk' + 'ip'), test)).toHaveLength(1);
    expect(rules(`// Windows has no pseudo terminals.\n${off('sk' + 'ip')}`, test)).toEqual([]);
  });
});

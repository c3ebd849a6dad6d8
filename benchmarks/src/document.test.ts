import { expect, test } from 'vitest';
import { makeDocument } from './document.js';
import type { StoredResult } from './results.js';

const environment = {
  date: '2026-11-21T10:00:00.000Z',
  node: 'v20.20.2',
  v8: '11.3',
  platform: 'linux-x64',
  processor: 'Some Processor',
  processors: 2,
  load: 0.1,
  rounds: 101,
  quick: false,
};
const stored = (
  suite: StoredResult['suite'],
  title: string,
  more: Partial<StoredResult> = {},
): StoredResult => ({
  ...{ suite, title, environment, text: [`table of ${suite}`], cases: [], jsWins: [] },
  ...more,
});

test('the page has the method, the gates, and each part with its tables', () => {
  const page = makeDocument(
    [
      stored('size', 'Sizes'),
      stored('scan', 'Frame scanning'),
      stored('tcp', 'TCP', { metrics: { rate: 1.2345 } }),
    ],
    [{ suite: 'tcp', metric: 'rate', atLeast: 0.9, aim: 1 }],
    [],
  );
  const headings = page.split('\n').filter(line => line.startsWith('#'));
  expect(headings).toEqual([
    '# Benchmarks',
    '## Method',
    '## Gates',
    '## The codec: WebAssembly against JavaScript',
    '### Frame scanning',
    '## End to end against other packages',
    '### TCP',
    '## Overhead',
    '### Sizes',
  ]);
  expect(page).toContain('table of tcp');
  expect(page).toMatch(/\| rate +\| +1\.23 \| at least 0\.9 \| +1 \| +kept \|/);
});

test('it says when and on what processor each part was measured, once for each', () => {
  const other = { ...environment, date: '2026-11-22T10:00:00.000Z', load: 3.5 };
  const page = makeDocument(
    [stored('tcp', 'TCP'), stored('pty', 'RTU'), stored('paced', 'Paced', { environment: other })],
    [],
    [],
  );
  expect(page.match(/2026-11-21, Node v20\.20\.2 .*2 x Some Processor\./g)).toHaveLength(1);
  expect(page.match(/2026-11-22/g)).toHaveLength(1);
  expect(page).toContain('Load 0.1 to 3.5.');
});

test('a gate that was missed is shown as missed', () => {
  const page = makeDocument([stored('tcp', 'TCP')], [{ suite: 'tcp', metric: 'rate', atLeast: 0.9 }], []);
  expect(page).toMatch(/\| rate +\| +- \| at least 0\.9 \| +- \| +missed \|/);
});

test('where JavaScript wins stands behind the tables of the codec', () => {
  const page = makeDocument([stored('scan', 'Frame scanning', { jsWins: ['tiny sums'] })], [], []);
  expect(page).toContain('Where JavaScript wins against WebAssembly:\n- tiny sums');
});

test('the targets that are missed are listed with how far they are reached, and why', () => {
  const suite = 'tcp' as const;
  const page = makeDocument(
    [stored('tcp', 'TCP', { metrics: { fast: 2, slow: 3, lost: 1 } })],
    [],
    [
      { suite, metric: 'fast', atLeast: 2 },
      { suite, metric: 'slow', atLeast: 4, instead: 3, because: 'It is the wire.' },
      { suite, metric: 'lost', atMost: 0.5, instead: 0.9 },
      { suite, metric: 'absent', atLeast: 1 },
    ],
  );
  expect(page).toContain('1 of 4 targets of the design are reached. The others:');
  expect(page).toMatch(/\| slow +\| +3\.00 \| +75 % \| +at least 4 \| at least 3, reached \|/);
  expect(page).toMatch(/\| lost +\| +1\.00 \| +200 % \| at most 0\.5 \| +at most 0\.9, missed \|/);
  expect(page).toMatch(/\| absent +\| +- \| +- \| +at least 1 \| +- \|/);
  expect(page).not.toMatch(/\| fast/);
  expect(page).toContain('- slow: It is the wire.\n- lost; absent: not explained yet.');
});

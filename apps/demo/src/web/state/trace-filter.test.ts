import { expect, test } from 'vitest';
import type { TraceLine } from '../../protocol/index.js';
import type { TraceRow } from './trace-buffer.js';
import { filterTrace, gapText, toneOf, traceText } from './trace-filter.js';

let key = 0;
const row = (kind: TraceLine['kind'], hex: string, meaning: string): TraceRow => ({
  type: 'frame',
  key: key++,
  frame: { number: key, time: 5, direction: kind === 'request' ? 'sent' : 'received', kind, hex, meaning },
});
const request = row('request', '01 03 01 21 00 01 D5 FC', 'unit 1, read holding registers');
const reply = row('reply', '10 1F 02', 'unit 16, answer');
const noise = row('noise', 'FF', 'noise');
const foreign = row('foreign', '02 03', 'unit 2');
const gap: TraceRow = { type: 'gap', key: 99, missing: 3 };
const all = [request, reply, gap, noise, foreign];

test('without a filter everything is shown, gaps too', () => {
  expect(filterTrace(all, 'everything', ' ')).toBe(all);
});

test.each([
  ['requests', [request]],
  ['replies', [reply]],
  ['trouble', [noise]],
  ['others', [foreign]],
] as const)('%s are chosen by kind', (choice, rows) => {
  expect(filterTrace(all, choice, '')).toEqual(rows);
});

test('text is found in the meaning, the kind and the bytes, whatever its case', () => {
  expect(filterTrace(all, 'everything', 'HOLDING')).toEqual([request]);
  expect(filterTrace(all, 'everything', 'noise')).toEqual([noise]);
  expect(filterTrace(all, 'everything', 'd5 fc')).toEqual([request]);
});

test('bytes are found without spaces, but only where a byte begins', () => {
  expect(filterTrace(all, 'everything', '0121')).toEqual([request]);
  expect(filterTrace(all, 'everything', '01f')).toEqual([]);
});

test('a kind that nobody knows yet is trouble', () => {
  expect(toneOf('new' as TraceLine['kind'])).toBe('trouble');
});

test('rows are copied one per line, with their gaps', () => {
  expect(traceText([request, gap, noise], String)).toBe(
    '5 → request 01 03 01 21 00 01 D5 FC  unit 1, read holding registers\n3 frames not shown\n5 ← noise   FF  noise',
  );
});

test('gaps say what is missing', () => {
  expect([gapText(1), gapText(2), gapText(undefined)]).toEqual([
    '1 frame not shown',
    '2 frames not shown',
    'the server was started anew',
  ]);
});

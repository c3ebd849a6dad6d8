import { expect, test } from 'vitest';
import { describeVerdicts, judgeGates, limitOf } from './check-gates.js';
import { type Gate, gates } from './gates.js';
import { SUITES } from './options.js';
import { targets } from './targets.js';

const rate: Gate = { suite: 'tcp', metric: 'rate', atLeast: 0.9 };
const time: Gate = { suite: 'start', metric: 'time', atMost: 2 };

test('a gate is kept at its limit and missed beyond it', () => {
  const passed = (gate: Gate, value: number): boolean | undefined =>
    judgeGates([gate], [gate.suite], { [gate.metric]: value })[0]?.passed;
  expect([0.9, 1.5].map(value => passed(rate, value))).toEqual([true, true]);
  expect(passed(rate, 0.89)).toBe(false);
  expect([2, 0.1].map(value => passed(time, value))).toEqual([true, true]);
  expect(passed(time, 2.01)).toBe(false);
});

test('no number is ever good enough when it is none', () => {
  expect(judgeGates([rate, time], ['tcp', 'start'], { rate: Number.NaN, time: Number.NaN })).toMatchObject([
    { passed: false },
    { passed: false },
  ]);
});

test('a gate whose number is missing is missed', () => {
  const [verdict] = judgeGates([rate], ['tcp'], {});
  expect(verdict).toEqual({ gate: rate, measured: undefined, passed: false });
});

test('gates of suites that did not run are not judged', () => {
  expect(judgeGates([rate, time], ['start'], { time: 1 })).toHaveLength(1);
});

test('what is said names each missed gate with its number and its limit', () => {
  const verdicts = judgeGates([rate, time], ['tcp', 'start'], { rate: 0.5 });
  expect(describeVerdicts(verdicts)).toBe(
    [
      '2 of 2 gates are missed:',
      '- rate is 0.500, and must be at least 0.9',
      '- time was not measured, and must be at most 2',
    ].join('\n'),
  );
  expect(describeVerdicts(judgeGates([rate], ['tcp'], { rate: 1 }))).toBe('All 1 gates are kept.');
});

test('every gate belongs to a suite, has exactly one limit, and stands once', () => {
  for (const gate of gates) {
    expect(SUITES).toContain(gate.suite);
    expect([gate.atLeast, gate.atMost].filter(limit => limit !== undefined)).toHaveLength(1);
    expect(limitOf(gate)).toMatch(/^at (least|most) [\d.]+$/);
  }
  expect(new Set(gates.map(({ metric }) => metric)).size).toBe(gates.length);
  expect(gates.length).toBeGreaterThan(0);
});

test('every target stands once and names a number that a gate holds as well', () => {
  const held = new Set(gates.map(({ metric }) => metric));
  expect(targets.map(({ metric }) => metric).filter(metric => !held.has(metric))).toEqual([]);
  expect(new Set(targets.map(({ metric }) => metric)).size).toBe(targets.length);
});

import { expect, test } from 'vitest';
import type { ContenderName } from './contender.js';
import type { Score } from './duel.js';
import { cpuOf, rateOf, type Sample } from './sample.js';
import { bestRival, summarise, summaryCells, summaryOf } from './score-table.js';

const sample = (answered: number, more: Partial<Sample> = {}): Sample => ({
  ...{ answered, failed: 0, milliseconds: 100, cpu: 2000, memory: 50e6 },
  ...more,
});
const score = (contender: ContenderName, ...samples: Sample[]): Score => ({
  ...{ contender, samples, account: undefined },
});

test('a rate is reads per second, and processor time is for each read', () => {
  expect(rateOf(sample(50))).toBe(500);
  expect(cpuOf(sample(50))).toBe(40);
  expect(cpuOf(sample(0))).toBe(2000);
});

test('the best rival is the fastest client that is neither ours nor bare', () => {
  const scores = [
    score('ours', sample(900)),
    score('modbus-serial', sample(100)),
    score('jsmodbus', sample(200)),
    score('bare', sample(999)),
  ];
  expect(bestRival(scores).contender).toBe('jsmodbus');
  expect(() => bestRival([score('ours', sample(1))])).toThrow('nobody to compare with');
});

test('a ratio is the median of the rounds, so a round in which all were slow changes nothing', () => {
  const scores = [
    score('ours', sample(300), sample(30), sample(310)),
    score('jsmodbus', sample(100), sample(10), sample(100)),
    score('bare', sample(600), sample(60), sample(600)),
  ];
  const { toRival, toBare, rate } = summaryOf(summarise(scores), 'ours');
  expect(toRival).toBeCloseTo(3);
  expect(toBare).toBeCloseTo(0.5);
  expect(rate).toBe(3000);
});

test('where nobody runs bare there is no ratio to it', () => {
  const summaries = summarise([score('ours', sample(1)), score('jsmodbus', sample(1, { failed: 3 }))]);
  expect(summaryCells(summaryOf(summaries, 'jsmodbus'))).toEqual(['10', '2000', '50', '3', '1.00x', '-']);
  expect(() => summaryOf(summaries, 'bare')).toThrow('bare did not take part');
});

import { expect } from 'vitest';
import { cellsOf } from './cell.js';
import { describeWrong } from './describe-wrong.js';
import { allFaults } from './faults/all-faults.js';
import { verdictLine } from './report.js';
import { runMatrix } from './run-matrix.js';
import type { Subject } from './subject.js';
import { addCounts } from './tally.js';

const SEED = 20_260_101;

/** Puts clients through every cell of theirs, and fails on the first thing that may not happen. */
export async function expectToHold(subjects: readonly Subject[], exchanges: number): Promise<void> {
  const cells = cellsOf(subjects, allFaults);
  const results = await runMatrix({ cells, seed: SEED, exchanges });
  console.log(`${verdictLine(results)} (seed ${SEED})`);
  const found = results.flatMap(cell => [
    ...cell.wrongs.map(wrong => describeWrong(cell, wrong, SEED)),
    ...cell.escaped,
  ]);
  expect(found.join('\n\n')).toBe('');
  const counts = addCounts(results.map(cell => cell.counts));
  expect(counts).toMatchObject({ wrong: 0, hangs: 0, rejections: 0 });
  expect(counts.exchanges).toBeGreaterThanOrEqual(exchanges);
  expect(counts.right).toBeGreaterThan(0.8 * counts.exchanges);
}

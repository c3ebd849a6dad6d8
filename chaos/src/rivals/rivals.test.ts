import { describe, expect, it } from 'vitest';
import { cellsOf } from '../cell.js';
import { allFaults } from '../faults/all-faults.js';
import { runMatrix } from '../run-matrix.js';
import { allRivals } from './all-rivals.js';

const cells = cellsOf(allRivals, allFaults, { faults: ['none'] });
const inTurn = cells.filter(({ callers }) => callers === 1);

describe('a client of another package', () => {
  it.each(inTurn.map(cell => [`${cell.subject.name} over ${cell.framing}`, cell] as const))(
    'reads and writes everything right where nothing is wrong: %s',
    async (_, cell) => {
      const [{ counts, escaped }] = await runMatrix({ cells: [cell], seed: 1, exchanges: 300 }) as any;
      expect(counts).toMatchObject({ exchanges: 300, right: 300, wrong: 0, hangs: 0, errors: {} });
      expect(escaped).toEqual([]);
    },
  );
});

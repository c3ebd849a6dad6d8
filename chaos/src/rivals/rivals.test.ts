import { describe, expect, it } from 'vitest';
import { type Cell, type Choice, cellsOf } from '../cell.js';
import { allFaults } from '../faults/all-faults.js';
import { isFine } from '../report.js';
import { type CellResult, runMatrix } from '../run-matrix.js';
import { allRivals } from './all-rivals.js';

const named = (cells: readonly Cell[]) =>
  cells.map(
    cell =>
      [`${cell.subject.name}, ${cell.framing}, ${cell.fault.name}, ${cell.callers} at once`, cell] as const,
  );
const chosen = (choice: Choice) => named(cellsOf(allRivals, allFaults, choice));

async function run(cell: Cell, exchanges: number): Promise<CellResult> {
  const [result] = await runMatrix({ cells: [cell], seed: 1, exchanges });
  return result!;
}

describe('a client of another package', () => {
  // What those make of it that are not meant for several callers at once is their own affair.
  const clean = chosen({ faults: ['none', 'slow device'] }).filter(
    ([, { subject, callers }]) => callers === 1 || !subject.name.endsWith('concurrent'),
  );

  it.each(clean)('reads and writes everything right where nothing is wrong: %s', async (_, cell) => {
    const { counts, escaped } = await run(cell, 200);
    expect(counts).toMatchObject({ exchanges: 200, right: 200, errors: {} });
    expect(escaped).toEqual([]);
  });

  const lost = chosen({ faults: ['port vanishes', 'reset mid frame'] }).filter(
    ([, { callers }]) => callers === 1,
  );

  it.each(lost)('goes on with a new port or connection when one is lost: %s', async (_, cell) => {
    const { counts } = await run(cell, 200);
    expect(counts.struck).toBeGreaterThan(10);
    expect(counts.right).toBeGreaterThan(100);
    expect(counts.hangs).toBe(0);
  });

  const late = chosen({ faults: ['late and reordered'], framings: ['rtu'], clients: ['modbus-serial'] });

  it.each(late)('gives the same for the same seed: %s', async (_, cell) => {
    expect(await run(cell, 200)).toEqual(await run(cell, 200));
  });

  it('fails no run with what it does wrong', async () => {
    const [[, cell]] = chosen({
      faults: ['doubled, 16 ms batches'],
      framings: ['rtu'],
      clients: ['modbus-serial'],
    }) as [[string, Cell]];
    const result = await run(cell, 500);
    expect(result.counts.wrong).toBeGreaterThan(0);
    expect(isFine([result])).toBe(true);
    const { rival: _, ...own } = result;
    expect(isFine([own])).toBe(false);
  });
});

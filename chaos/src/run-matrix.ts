import { type Cell, nameOf } from './cell.js';
import { BLOCK, runBlock } from './run-block.js';
import { addCounts, type Counts, type WrongValue } from './tally.js';

/** What came of one cell. */
export interface CellResult {
  readonly client: string;
  /** True when the client is another package's. */
  readonly rival?: boolean;
  readonly framing: string;
  readonly fault: string;
  readonly callers: number;
  readonly counts: Counts;
  readonly wrongs: readonly WrongValue[];
  /** What escaped, in words. */
  readonly escaped: readonly string[];
}

export interface MatrixOptions {
  readonly cells: readonly Cell[];
  readonly seed: number;
  /** Over all cells. */
  readonly exchanges: number;
  /** The block of each cell to begin with; another than 0 to see one again. */
  readonly firstBlock?: number;
  readonly onCell?: (result: CellResult, done: number) => void;
}

/** Wrong values of a cell that are shown. */
const SHOWN = 3;

/** Runs all cells in turn. The same options give the same results. */
export async function runMatrix(options: MatrixOptions): Promise<CellResult[]> {
  const { cells, exchanges, onCell } = options;
  const each = Math.ceil(exchanges / cells.length);
  const results: CellResult[] = [];
  for (const cell of cells) {
    const result = await runCell(cell, options, each);
    results.push(result);
    onCell?.(result, results.length);
  }
  return results;
}

async function runCell(
  cell: Cell,
  { seed, firstBlock = 0 }: MatrixOptions,
  exchanges: number,
): Promise<CellResult> {
  const counts: Counts[] = [];
  const wrongs: WrongValue[] = [];
  const escaped: string[] = [];
  let left = exchanges;
  for (let block = firstBlock; left > 0; block += 1) {
    const result = await runBlock(cell, seed, block, Math.min(BLOCK, left));
    // A hang ends its block early; the next one goes on.
    left -= Math.max(1, result.counts.exchanges);
    counts.push(result.counts);
    if (result.firstWrong !== undefined && wrongs.length < SHOWN) wrongs.push(result.firstWrong);
    for (const error of result.escaped.slice(0, SHOWN - escaped.length))
      escaped.push(`${nameOf(cell)}: ${String(error)}`);
  }
  const { subject, framing, fault, callers } = cell;
  return {
    client: subject.name,
    ...(subject.rival ? { rival: true } : {}),
    framing,
    fault: fault.name,
    callers,
    counts: addCounts(counts),
    wrongs,
    escaped,
  };
}

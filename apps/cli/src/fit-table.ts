import { columnWidths } from './format-table.js';
import { fitted, textWidth } from './live/text-width.js';

/** How a table makes room for itself. */
export interface TableFit {
  /** Columns of the terminal. */
  readonly columns: number;
  /** Index of the column that is cut where there is no room, such as the one of long names. */
  readonly flexible: number;
  /** Indices of the columns that are left out where there is still no room, the first of them first. */
  readonly dispensable?: readonly number[];
}

/** Columns that the cut one keeps at least. */
const LEAST = 12;
/** Of the last column, the remarks, so much is wanted at least. */
const REMARK = 12;

/**
 * A table's rows as they fit a terminal, for `formatTable`. The last column, which is for remarks, may stand out.
 *
 * @example formatTable(fitTable(rows, { columns: 80, flexible: 0, dispensable: [4] }))
 */
export function fitTable(
  rows: readonly (readonly string[])[],
  { columns, flexible, dispensable = [] }: TableFit,
): string[][] {
  const widths = columnWidths(rows).map((width, index, all) =>
    index === all.length - 1 ? Math.min(width, REMARK) : width,
  );
  const kept = new Set(widths.keys());
  const roomForNames = () => {
    const others = [...kept].filter(index => index !== flexible);
    return columns - others.reduce((sum, index) => sum + widths[index]! + 2, 0);
  };
  const wanted = Math.min(LEAST, widths[flexible] ?? 0);
  for (const index of dispensable) if (roomForNames() < wanted) kept.delete(index);
  const room = Math.max(roomForNames(), wanted);
  return rows.map(row =>
    row.flatMap((cell, index) => {
      if (!kept.has(index)) return [];
      return [index === flexible && textWidth(cell) > room ? fitted(cell, room) : cell];
    }),
  );
}

import { textWidth } from './live/text-width.js';

/** Rows of cells as lines whose columns stand below one another. */
export function formatTable(rows: readonly (readonly string[])[]): string[] {
  const widths = columnWidths(rows);
  return rows.map(row =>
    row
      .map((cell, column) => cell + ' '.repeat(widths[column]! - textWidth(cell)))
      .join('  ')
      .trimEnd(),
  );
}

/** Columns of a terminal that each column of cells takes. */
export function columnWidths(rows: readonly (readonly string[])[]): number[] {
  const widths: number[] = [];
  for (const row of rows)
    for (const [column, cell] of row.entries())
      widths[column] = Math.max(widths[column] ?? 0, textWidth(cell));
  return widths;
}

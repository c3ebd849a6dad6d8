/** Nanoseconds with three significant digits, in the unit that suits them. */
export function formatTime(nanoseconds: number): string {
  if (nanoseconds < 1e3) return `${significant(nanoseconds)} ns`;
  if (nanoseconds < 1e6) return `${significant(nanoseconds / 1e3)} µs`;
  return `${significant(nanoseconds / 1e6)} ms`;
}

/** A ratio with two decimals, or fewer when it is large: `0.87x`, `12.3x`. */
export function formatRatio(ratio: number): string {
  return `${significant(ratio)}x`;
}

/** A size in bytes, KiB or MiB. */
export function formatSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1024 * 1024 ? `${bytes / 1024} KiB` : `${bytes / 1024 / 1024} MiB`;
}

/** Three significant digits, yet no exponent and at most two decimals. */
export function significant(value: number): string {
  const decimals = value < 10 ? 2 : value < 100 ? 1 : 0;
  return value.toFixed(decimals);
}

/**
 * A Markdown table that also reads well on a terminal. The first column is aligned to the left, the others to the right.
 *
 * @throws {RangeError} when a row has another number of cells than the head.
 */
export function formatTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const ragged = rows.find(row => row.length !== head.length);
  if (ragged) throw new RangeError(`a row of ${ragged.length} cells under a head of ${head.length}`);
  const widths = head.map((title, column) =>
    Math.max(3, title.length, ...rows.map(row => row[column]!.length)),
  );
  const pad = (cell: string, column: number) =>
    column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!);
  const line = (cells: readonly string[]) => `| ${cells.map(pad).join(' | ')} |`;
  const rule = widths.map((width, column) =>
    column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`,
  );
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}

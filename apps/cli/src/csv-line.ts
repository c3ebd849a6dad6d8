/** A value as a cell of CSV: numbers with all of their digits, booleans by name, several with blanks between. */
export function csvValue(value: unknown): string {
  if (value === undefined) return '';
  return Array.isArray(value) ? value.map(String).join(' ') : String(value);
}

/** Cells as a line of CSV. */
export function csvLine(cells: readonly string[]): string {
  return cells.map(quoted).join(',');
}

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

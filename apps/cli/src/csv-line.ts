import { harmlessText } from './harmless-text.js';

/**
 * A value as a cell of CSV: numbers with all of their digits, booleans by name, several with blanks between. No text of a
 * device can steer the terminal; its line ends are quoted.
 */
export function csvValue(value: unknown): string {
  if (value === undefined) return '';
  const text = Array.isArray(value) ? value.map(String).join(' ') : String(value);
  return text.replace(/[^\t\r\n]+/g, harmlessText);
}

/** Cells as a line of CSV. */
export function csvLine(cells: readonly string[]): string {
  return cells.map(quoted).join(',');
}

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

import { fault, type LocatedScalar, type Place } from './located.js';

/** A table of texts, each with its place. */
export interface CsvTable {
  readonly head: readonly LocatedScalar[];
  readonly rows: readonly (readonly LocatedScalar[])[];
}

/**
 * Reads a table with a header row: cells are separated by commas, semicolons or tabs, whichever the header has first, and
 * may stand in double quotes. Empty lines, and lines that begin with `#`, are left out.
 *
 * @param file what the file is called in messages.
 * @returns undefined when there is no header.
 * @throws {UsageError} a quote that never ends, or a row that is longer than the header: says where.
 */
export function csvTable(source: string, file: string): CsvTable | undefined {
  const text = source.replace(/^\uFEFF/, '');
  const rows = rowsOf(text, separatorOf(text), file);
  const [head, ...others] = rows;
  if (head === undefined) return undefined;
  for (const row of others) {
    const extra = row.slice(head.length).find(cell => cell.value !== '');
    if (extra === undefined) continue;
    throw fault(extra.place, `the row has more cells than the header, which has ${head.length}`, {
      hint: 'Write a cell that contains the separator in double quotes.',
    });
  }
  return { head, rows: others };
}

function separatorOf(text: string): string {
  const header = text.split(/\r?\n/).find(line => line.trim() !== '' && !line.startsWith('#')) ?? '';
  return /[,;\t]/.exec(header)?.[0] ?? ',';
}

function rowsOf(text: string, separator: string, file: string): LocatedScalar[][] {
  const rows: LocatedScalar[][] = [];
  let row: LocatedScalar[] = [];
  let line = 1;
  let start = 0;
  let position = 0;
  while (position < text.length) {
    if (row.length === 0 && position === start && text[position] === '#') {
      position = endOfLine(text, position);
    } else {
      const place: Place = { file, line, column: position - start + 1 };
      const cell = cellAt(text, position, separator, place);
      row.push({ kind: 'scalar', place, value: cell.value, textual: true });
      for (const each of text.slice(position, cell.end).matchAll(/\n/g)) {
        line += 1;
        start = position + each.index + 1;
      }
      position = cell.end;
      if (text[position] === separator) {
        position += 1;
        // A separator at the very end still has a cell behind it, which is empty.
        if (position < text.length) continue;
      }
    }
    if (row.some(({ value }) => value !== '')) rows.push(row);
    row = [];
    if (text[position] === '\r') position += 1;
    if (text[position] === '\n') position += 1;
    line += 1;
    start = position;
  }
  return rows;
}

const endOfLine = (text: string, from: number) => {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
};

function cellAt(text: string, from: number, separator: string, place: Place): { value: string; end: number } {
  const blanks = /^ */.exec(text.slice(from, from + 100))![0].length;
  if (text[from + blanks] !== '"') {
    let end = from;
    while (end < text.length && text[end] !== separator && text[end] !== '\n' && text[end] !== '\r') end += 1;
    return { value: text.slice(from, end).trim(), end };
  }
  let value = '';
  for (let position = from + blanks + 1; position < text.length; position += 1) {
    if (text[position] !== '"') {
      value += text[position];
    } else if (text[position + 1] === '"') {
      value += '"';
      position += 1;
    } else {
      const end = position + 1 + /^ */.exec(text.slice(position + 1, position + 101))![0].length;
      if (end >= text.length || [separator, '\n', '\r'].includes(text[end]!)) return { value, end };
      throw fault(place, 'something stands behind the closing quote', {
        hint: 'Write a double quote within quotes twice.',
      });
    }
  }
  throw fault(place, 'the quote that begins here has no end');
}

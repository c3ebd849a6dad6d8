import { formatTable } from './format-table.js';
import type { Palette } from './live/palette.js';
import { type ExplainResult, MAX_TOGETHER } from './services/explain.js';

const MARKS = { best: '**', likely: '*' } as const;

/** A table for each group of registers; what was probably meant is marked. */
export function formatExplained({ groups }: ExplainResult, paint: Palette): string[] {
  const lines = groups.flatMap(({ first, registers, bytes, rows }, index) => {
    const place = groups.length === 1 ? '' : `register ${first}: `;
    const head = `${place}${bytes}  (${registers.join(' ')})`;
    const table = formatTable([
      ['', 'type', 'order', 'value'],
      ...rows.map(({ type, order, encoding, text, guess }) => [
        guess === undefined ? '' : MARKS[guess],
        encoding === undefined ? type : `${type} ${encoding}`,
        order,
        text,
      ]),
    ]);
    const painted = table.map((line, row) => (rows[row - 1]?.guess === 'best' ? paint.bold(line) : line));
    return [...(index === 0 ? [] : ['']), head, ...painted];
  });
  if (groups.length === 1 && groups[0]!.registers.length > MAX_TOGETHER)
    lines.push(
      '',
      'So many registers are no number: --each 2 shows them as several values of two registers.',
    );
  const guessed = groups.some(({ rows }) => rows.some(({ guess }) => guess !== undefined));
  return guessed
    ? [...lines, '', '** and * are guesses: the values that are least likely by chance.']
    : lines;
}

import type { CellResult } from './run-matrix.js';
import { addCounts, type Counts, medianAndMost } from './tally.js';

/** A run of the matrix, as it is kept. */
export interface Results {
  readonly seed: number;
  readonly node: string;
  /** Seconds that it took. */
  readonly seconds: number;
  readonly cells: readonly CellResult[];
}

export const HEADINGS = [
  'client',
  'framing',
  'exchanges',
  'right',
  'errors',
  'unseen',
  '**wrong**',
  'hangs',
  'rejections',
  'recovered',
];

/** One row for each client and framing. */
export function summaryRows(cells: readonly CellResult[]): string[][] {
  return grouped(cells, ({ client, framing }) => [client, framing]).map(([names, counts]) => [
    ...names,
    ...figures(counts),
  ]);
}

/** One row for each fault, over some cells. */
export function faultRows(cells: readonly CellResult[]): string[][] {
  return grouped(cells, ({ fault }) => [fault]).map(([names, counts]) => [...names, ...figures(counts)]);
}

function figures(counts: Counts): string[] {
  const { exchanges, right, errors, unseen, wrong, hangs, rejections, recovery } = counts;
  const failed = Object.values(errors).reduce((sum, count) => sum + count, 0);
  const recovered = medianAndMost(recovery);
  return [
    ...[exchanges, right, failed, unseen, wrong, hangs, rejections].map(thousands),
    recovered === undefined ? '–' : recovered.join(' / '),
  ];
}

/** The errors of some cells by kind, the most frequent first: `no-reply 12, checksum 3`. */
export function errorKinds(cells: readonly CellResult[]): string {
  return Object.entries(addCounts(cells.map(({ counts }) => counts)).errors)
    .sort(([, a], [, b]) => b - a)
    .map(([code, count]) => `${code} ${thousands(count)}`)
    .join(', ');
}

/** Groups of cells in the order in which they come first. */
export function grouped(
  cells: readonly CellResult[],
  namesOf: (cell: CellResult) => string[],
): [names: string[], counts: Counts][] {
  const groups = new Map<string, { names: string[]; counts: Counts[] }>();
  for (const cell of cells) {
    const names = namesOf(cell);
    const key = names.join('\n');
    const group = groups.get(key) ?? { names, counts: [] };
    group.counts.push(cell.counts);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ names, counts }) => [names, addCounts(counts)]);
}

export const thousands = (number: number): string => String(number).replace(/\B(?=(\d{3})+$)/g, ',');

/** A table of Markdown. The columns behind the first `texts` are numbers. */
export function table(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  texts: number,
): string {
  const widths = headings.map((heading, column) =>
    Math.max(3, heading.length, ...rows.map(row => row[column]!.length)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => (column < texts ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!))).join(' | ')} |`;
  const rule = widths.map((width, column) =>
    column < texts ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`,
  );
  return [line(headings), `| ${rule.join(' | ')} |`, ...rows.map(line)].join('\n');
}

/** The one line that says how a run ended. */
export function verdictLine(cells: readonly CellResult[]): string {
  const { exchanges, wrong, unseen, hangs, rejections } = addCounts(cells.map(({ counts }) => counts));
  return `chaos: ${thousands(exchanges)} exchanges, ${wrong} wrong values, ${hangs} hangs, ${rejections} unhandled rejections, ${unseen} that no checksum could see`;
}

/** The cells of our clients, of which something is expected. */
export const ownCells = (cells: readonly CellResult[]): CellResult[] => cells.filter(({ rival }) => !rival);

/** The cells of other packages' clients. */
export const rivalCells = (cells: readonly CellResult[]): CellResult[] => cells.filter(({ rival }) => rival);

/** What runs have of some of their cells, without those that have none of them. */
export function withCells(
  runs: readonly Results[],
  choose: (cells: readonly CellResult[]) => readonly CellResult[],
): Results[] {
  return runs.map(run => ({ ...run, cells: choose(run.cells) })).filter(({ cells }) => cells.length > 0);
}

/** True when nothing happened to our clients that may not. */
export function isFine(cells: readonly CellResult[]): boolean {
  const { wrong, hangs, rejections } = addCounts(ownCells(cells).map(({ counts }) => counts));
  return wrong + hangs + rejections === 0;
}

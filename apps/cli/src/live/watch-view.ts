import type { UnitSummary } from '../services/poll/poll-event.js';
import { formatFault, formatPoint } from './format-point.js';
import type { Palette } from './palette.js';
import type { BoardRow, PointBoard } from './point-board.js';
import { sparkline } from './sparkline.js';
import { fitted, printable, textWidth } from './text-width.js';
import type { WatchState } from './watch-state.js';

/** What is to be seen. */
export interface WatchPicture {
  /** What is watched: a file, a port. */
  readonly subject: string;
  readonly simulated: boolean;
  readonly board: PointBoard;
  readonly units: readonly UnitSummary[];
  readonly state: WatchState;
  /** Frames, the latest last. */
  readonly trace: readonly string[];
}

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

const HELP = 'q quit   ↑↓ PgUp PgDn scroll   p pause   r reset   t trace   / filter';
/** Title, header, units and help. */
const FRAME = 4;
const AGE = 7;
const FAULT = 18;
const MAX_TREND = 40;
/** Blanks between two cells. */
const GAP = 2;

/** The rows that the filter lets through. */
export function shownRows({ rows }: PointBoard, { filter }: Pick<WatchState, 'filter'>): readonly BoardRow[] {
  const wanted = filter.toLowerCase();
  return rows.filter(row => nameOf(row).toLowerCase().includes(wanted));
}

/** Rows of points that there is room for. */
export function pageOf({ rows }: Size, { trace }: Pick<WatchState, 'trace'>): number {
  return Math.max(1, rows - FRAME - (trace ? traceHeight(rows) : 0));
}

/**
 * The picture as lines, one for each row of the screen, each as wide as it at most.
 *
 * @param now milliseconds since 1970.
 */
export function watchView(picture: WatchPicture, size: Size, now: number, colours: Palette): string[] {
  const { board, state, trace } = picture;
  const { columns, rows } = size;
  const found = shownRows(board, state);
  const page = pageOf(size, state);
  const top = Math.max(0, Math.min(state.top, found.length - page));
  const shown = found.slice(top, top + page);
  const widths = widthsOf(found, columns);
  const body = shown.map(row => rowLine(row, widths, now, colours));
  while (body.length < page) body.push('');
  const lines = [
    colours.inverse(fitted(titleOf(picture, found.length, top, shown.length), columns)),
    colours.bold(headerLine(widths)),
    ...body,
    ...(state.trace ? traceLines(trace, size, colours) : []),
    statusLine(picture, columns, colours),
    state.typed === undefined
      ? colours.dim(fitted(HELP, columns).trimEnd())
      : fitted(`filter: ${printable(state.typed)}▏`, columns).trimEnd(),
  ];
  return lines.slice(0, rows);
}

function titleOf(
  { subject, simulated, board, state }: WatchPicture,
  found: number,
  top: number,
  shown: number,
): string {
  const all = board.rows.length;
  const part = shown < found ? `, ${top + 1} to ${top + shown} shown` : '';
  // What matters most comes first, since a narrow screen cuts the rest off.
  const words = [
    'bus watch',
    ...(state.paused ? ['PAUSED'] : []),
    ...(simulated ? ['SIMULATED'] : []),
    state.filter === ''
      ? `${all} ${all === 1 ? 'point' : 'points'}${part}`
      : `${found} of ${all} points like '${state.filter}'${part}`,
    ...(board.skipped > 0 ? [`${board.skipped} rounds left out`] : []),
    subject,
  ];
  return printable(` ${words.join('  ')}`);
}

/** Columns of each cell; 0 where there is no room for it. */
interface Widths {
  readonly name: number;
  readonly value: number;
  readonly symbol: number;
  readonly trend: number;
  readonly age: number;
  readonly fault: number;
}

/** From all rows that could be shown, so that nothing moves while scrolling. */
function widthsOf(rows: readonly BoardRow[], columns: number): Widths {
  const longest = (of: (row: BoardRow) => string, least: number, most: number) =>
    Math.max(least, Math.min(most, Math.max(0, ...rows.map(row => textWidth(of(row))))));
  const name = longest(nameOf, 5, Math.floor(columns / 3));
  const value = longest(shownValue, 7, Math.floor(columns / 4));
  let left = columns - name - GAP - value;
  const take = (least: number, most: number): number => {
    const width = left - GAP < least ? 0 : Math.min(most, left - GAP);
    left -= width === 0 ? 0 : width + GAP;
    return width;
  };
  const age = take(AGE, AGE);
  const fault = take(4, FAULT);
  const unit = longest(row => row.symbol, 4, 8);
  const symbol = take(unit, unit);
  return { name, value, age, fault, symbol, trend: take(8, MAX_TREND) };
}

function headerLine(widths: Widths): string {
  const cells = [
    fitted('point', widths.name),
    fitted('value', widths.value, 'left'),
    fitted('unit', widths.symbol),
    fitted('trend', widths.trend),
    fitted('age', widths.age, 'left'),
    fitted('errors', widths.fault),
  ];
  return joinedCells(cells).trimEnd();
}

function rowLine(row: BoardRow, widths: Widths, now: number, colours: Palette): string {
  const { error, errors, history, symbol, time } = row;
  const value = fitted(shownValue(row), widths.value, 'left');
  const counted = errors === 0 ? '' : String(errors);
  const fault = error === undefined ? counted : `${counted} ${formatFault(error)}`.trim();
  const shownFault = fitted(fault, widths.fault).trimEnd();
  return joinedCells([
    fitted(nameOf(row), widths.name),
    // What is not from the latest reading must not look as if it were.
    error === undefined ? colours.bold(value) : colours.dim(value),
    fitted(printable(symbol), widths.symbol),
    widths.trend === 0 ? '' : sparkline(history, widths.trend),
    fitted(time === undefined ? '-' : ageText(now - time), widths.age, 'left'),
    error === undefined || shownFault === '' ? shownFault : colours.red(shownFault),
  ]);
}

const joinedCells = (cells: readonly string[]): string =>
  cells.filter(cell => cell !== '').join(' '.repeat(GAP));

const nameOf = ({ title }: BoardRow): string => printable(title);
const shownValue = ({ value, spec }: BoardRow): string =>
  value === undefined ? '-' : formatPoint(value, spec);

/** `0.4 s`, `12 s`, `3 min`, `2 h`. */
export function ageText(milliseconds: number): string {
  const seconds = Math.max(0, milliseconds) / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  if (seconds < 99.5) return `${Math.round(seconds)} s`;
  if (seconds < 5970) return `${Math.round(seconds / 60)} min`;
  return `${Math.round(seconds / 3600)} h`;
}

const traceHeight = (rows: number): number => Math.max(2, Math.floor(rows / 3));

function traceLines(trace: readonly string[], { columns, rows }: Size, colours: Palette): string[] {
  const height = traceHeight(rows) - 1;
  const shown = trace.slice(-height).map(line => fitted(printable(line), columns).trimEnd());
  while (shown.length < height) shown.push('');
  return [colours.dim(fitted(`── frames ${'─'.repeat(columns)}`, columns - 1).replace(/…$/, '─')), ...shown];
}

/** Lines that are away come first; then how the units answer. */
function statusLine({ board, units }: WatchPicture, columns: number, colours: Palette): string {
  const away = [...board.lines].filter(([, { state }]) => state !== 'open');
  if (away.length > 0) {
    const text = away
      .map(([name, { state, reason = '' }]) => `line ${name} is ${state}  ${reason}`)
      .join('  ');
    return colours.red(fitted(printable(text), columns).trimEnd());
  }
  const told = units.map(({ unit, answered, sent, latency }) => {
    const time = latency === undefined ? '' : `, p50 ${latency.p50} ms, p99 ${latency.p99} ms`;
    return `unit ${unit}: ${answered} of ${sent} answered${time}`;
  });
  return fitted(told.join('   '), columns).trimEnd();
}

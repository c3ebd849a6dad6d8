import { csvLine, csvValue } from './csv-line.js';
import { fitTable } from './fit-table.js';
import { formatTable } from './format-table.js';
import { formatFault, formatPoint } from './live/format-point.js';
import type { BoardRow, PointBoard } from './live/point-board.js';
import { printable } from './live/text-width.js';
import type { PollEvent, PollSample, PollSummary } from './services/poll/poll-event.js';

/** A reading on a line: time, point, value and unit, or what went wrong. */
export function formatSample(
  { time, point, value, symbol, error, asked }: PollSample,
  spec?: BoardRow['spec'],
): string {
  const what =
    error === undefined
      ? `${formatPoint(value, spec)}${symbol === undefined ? '' : ` ${symbol}`}`
      : `${asked === false ? 'not asked: ' : ''}${error.message}`;
  return `${time}  ${point}  ${printable(what)}`;
}

/** What happened besides readings, on a line; undefined for readings and the summary. */
export function formatNotice(event: PollEvent): string | undefined {
  if (event.event === 'line') {
    const name = event.line === event.port ? event.port : `${event.line} (${event.port})`;
    return `${event.time}  ${name} is ${event.state}${event.reason === undefined ? '' : `: ${event.reason}`}`;
  }
  if (event.event !== 'skipped') return undefined;
  const { time, device, every, rounds } = event;
  const what = rounds === 1 ? '1 round was' : `${rounds} rounds were`;
  return `${time}  ${device}: ${what} left out, since reading it takes longer than ${every} ms`;
}

/**
 * The latest of every point as a table, and below it what else is to be known.
 *
 * @param columns of the terminal: what there is no room for is left out, and long names are cut.
 */
export function formatBoard(
  { rows, lines, skipped }: PointBoard,
  columns = Number.POSITIVE_INFINITY,
): string[] {
  const several = new Set(rows.map(({ line }) => line)).size > 1;
  const first = several ? 1 : 0;
  const cells = [
    [...(several ? ['line'] : []), 'point', 'value', 'unit', 'time', 'reads', 'errors', ''],
    ...rows.map(row => [...(several ? [row.line] : []), ...cellsOf(row)]),
  ];
  const dispensable = [first + 4, first + 3, first + 5, first + 2];
  const table = formatTable(fitTable(cells, { columns, flexible: first, dispensable }));
  const away = [...lines].filter(([, { state }]) => state !== 'open');
  return [
    ...table,
    ...away.map(
      ([name, { state, reason }]) => `line ${name} is ${state}${reason === undefined ? '' : `: ${reason}`}`,
    ),
    ...(skipped === 0 ? [] : [`rounds left out: ${skipped}`]),
  ].map(printable);
}

function cellsOf({ point, value, spec, symbol, time, reads, errors, error }: BoardRow): string[] {
  const clock = time === undefined ? '-' : new Date(time).toTimeString().slice(0, 8);
  const shown = value === undefined ? '-' : formatPoint(value, spec);
  // A value that is not from the latest reading must not look as if it were.
  const fault =
    error === undefined ? '' : `${value === undefined ? '' : 'since then: '}${formatFault(error)}`;
  return [point, shown, symbol, clock, String(reads), String(errors), fault];
}

const CSV_HEADER = 'time,line,unit,point,value,symbol,error';

/** Makes the function that prints readings as CSV: the header comes before the first of them. */
export function csvFormatter(): (sample: PollSample) => string[] {
  let begun = false;
  return ({ time, line, unit, point, value, symbol = '', error }) => {
    const cells = [time, line, String(unit), point, csvValue(value), symbol, error?.message ?? ''];
    const row = csvLine(cells);
    if (begun) return [row];
    begun = true;
    return [CSV_HEADER, row];
  };
}

/**
 * What happened at all: units, points, and what went wrong.
 *
 * @param columns of the terminal: long names are cut where there is no room for them.
 */
export function formatPollSummary(
  summary: PollSummary,
  boardRows: readonly BoardRow[] = [],
  columns = Number.POSITIVE_INFINITY,
): string[] {
  const { elapsed, rounds, skippedRounds, losses, untold, units, points } = summary;
  const specs = new Map(boardRows.map(({ line, point, spec }) => [`${line} ${point}`, spec]));
  const several = new Set(points.map(({ line }) => line)).size > 1;
  const place = (line: string) => (several ? [line] : []);
  const counts = [
    `${rounds} ${rounds === 1 ? 'round' : 'rounds'} in ${(elapsed / 1000).toFixed(1)} s`,
    ...(skippedRounds > 0 ? [`${skippedRounds} left out`] : []),
    ...(losses > 0 ? [`line lost ${losses} ${losses === 1 ? 'time' : 'times'}`] : []),
    ...(untold > 0 ? [`${untold} readings not told`] : []),
  ];
  return [
    counts.join(', '),
    '',
    ...formatTable([
      [
        ...place('line'),
        'unit',
        'sent',
        'answered',
        'silent',
        'damaged',
        'refused',
        'not asked',
        'p50',
        'p90',
        'p99',
        'max ms',
      ],
      ...units.map(
        ({ line, unit, sent, answered, timeouts, checksumErrors, exceptions, notAsked, latency }) => [
          ...place(line),
          ...[unit, sent, answered, timeouts, checksumErrors, exceptions, notAsked].map(String),
          ...(latency === undefined ? ['-', '-', '-', '-'] : Object.values(latency).map(String)),
        ],
      ),
    ]),
    '',
    ...formatTable(
      fitTable(
        [
          [...place('line'), 'point', 'reads', 'errors', 'last value', '', 'error'],
          ...points.map(({ line, point, reads, errors, value, symbol = '', error }) => [
            ...place(line),
            point,
            String(reads),
            String(errors),
            value === undefined ? '-' : formatPoint(value, specs.get(`${line} ${point}`)),
            symbol,
            error === undefined ? '' : printable(error.message),
          ]),
        ],
        { columns, flexible: place('line').length },
      ),
    ),
  ];
}

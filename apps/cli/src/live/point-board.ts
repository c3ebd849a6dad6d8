import type { ValueSpec } from '@bus/modbus';
import type { PollConfig } from '../device-map/poll-config.js';
import type { PointFault, PointValue, PollEvent, PollSample } from '../services/poll/poll-event.js';

/** Values that are kept of each point for its trend. */
const HISTORY = 120;

/** What is known of one point. */
export interface BoardRow {
  readonly line: string;
  readonly unit: number;
  readonly point: string;
  /** Its name for people, which holds its line's where there are several. */
  readonly title: string;
  readonly symbol: string;
  readonly spec: ValueSpec | undefined;
  /** The latest value, also when later readings failed. */
  value: PointValue | undefined;
  /** When it came, in milliseconds since 1970. */
  time: number | undefined;
  /** The latest failure, while nothing was read since. */
  error: PointFault | undefined;
  reads: number;
  errors: number;
  /** The latest values that are numbers; undefined where there was none. */
  readonly history: (number | undefined)[];
}

/** The latest of every point, in the order of the configuration. */
export class PointBoard {
  readonly rows: readonly BoardRow[];
  /** State of each line that was told of, and why. */
  readonly lines = new Map<string, { state: string; reason: string | undefined }>();
  skipped = 0;
  readonly #byName = new Map<string, BoardRow>();

  constructor({ points }: Pick<PollConfig, 'points'>) {
    const several = new Set(points.map(({ line }) => line)).size > 1;
    this.rows = points.map(({ point: { name: point, unit, symbol = '', spec }, line }) => {
      const empty = { value: undefined, time: undefined, error: undefined, reads: 0, errors: 0 };
      const title = several ? `${line}/${point}` : point;
      const row: BoardRow = { line, unit, point, title, symbol, spec, ...empty, history: [] };
      this.#byName.set(`${line} ${point}`, row);
      return row;
    });
  }

  take(event: PollEvent): void {
    if (event.event === 'sample') this.#record(event);
    else if (event.event === 'skipped') this.skipped += event.rounds;
    else if (event.event === 'line') this.lines.set(event.line, { state: event.state, reason: event.reason });
  }

  /** Counts anew; values and trends are kept. */
  reset(): void {
    this.skipped = 0;
    for (const row of this.rows) Object.assign(row, { reads: 0, errors: 0 });
  }

  /** The row of a point; undefined when it is not shown. */
  row({ line, point }: Pick<BoardRow, 'line' | 'point'>): BoardRow | undefined {
    return this.#byName.get(`${line} ${point}`);
  }

  #record({ line, point, value, time, error }: PollSample): void {
    const row = this.row({ line, point });
    if (row === undefined) return;
    row.history.push(numberOf(value));
    if (row.history.length > HISTORY) row.history.shift();
    row.error = error;
    if (error !== undefined) {
      row.errors += 1;
      return;
    }
    row.reads += 1;
    row.value = value;
    row.time = Date.parse(time);
  }
}

/** Of arrays the first value; texts have no trend. */
function numberOf(value: PointValue | undefined): number | undefined {
  const first = Array.isArray(value) ? value[0] : value;
  if (typeof first === 'boolean') return Number(first);
  return typeof first === 'number' || typeof first === 'bigint' ? Number(first) : undefined;
}

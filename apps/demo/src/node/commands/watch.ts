import type { InstrumentInfo, InstrumentValues, PointValue } from '../../protocol/index.js';
import { formatPoint, formatRows } from '../format-value.js';
import { type Command, findTarget, operands } from './command.js';
import { untilInterrupted } from './until-interrupted.js';

/** Shows values as they change. */
export const watch: Command = async workplace => {
  const { bus, asked, print } = workplace;
  const [target] = operands(asked, 'an instrument?');
  const only = target === undefined ? undefined : await findTarget(bus, target);
  const instruments = only ? [only.instrument] : await bus.call('instruments.list');
  const changes = new Changes(instruments, only?.point?.id);
  const params = asked.line === undefined ? {} : { line: asked.line };
  return untilInterrupted(workplace, onRefused =>
    bus.subscribe(
      'values',
      params,
      values => {
        const lines = changes.lines(values);
        const { subscription: _, ...told } = values;
        if (lines.length > 0) print(told, lines);
      },
      onRefused,
    ),
  );
};

const timeOf = (milliseconds: number): string => new Date(milliseconds).toTimeString().slice(0, 8);

/** Remembers what was shown, so that only what is new is shown. */
class Changes {
  readonly #instruments: ReadonlyMap<string, InstrumentInfo>;
  readonly #point: string | undefined;
  readonly #shown = new Map<string, PointValue>();
  readonly #failures = new Map<string, string>();

  constructor(instruments: readonly InstrumentInfo[], point: string | undefined) {
    this.#instruments = new Map(instruments.map(instrument => [instrument.id, instrument]));
    this.#point = point;
  }

  lines(read: InstrumentValues): string[] {
    const { instrument: id, values, readAt, error } = read;
    const instrument = this.#instruments.get(id);
    if (instrument === undefined) return [];
    if (error) {
      const isNew = this.#failures.get(id) !== error.message;
      this.#failures.set(id, error.message);
      // `readAt` is when it was well for the last time.
      return isNew ? [`${timeOf(Date.now())}  ${id}: ${error.message}`] : [];
    }
    const time = timeOf(readAt ?? Date.now());
    // After a failure everything is news again.
    const all = this.#failures.delete(id);
    const rows: string[][] = [];
    for (const point of instrument.points) {
      const value = values[point.id];
      const key = `${id}.${point.id}`;
      if (value === undefined || (this.#point !== undefined && point.id !== this.#point)) continue;
      if (!all && this.#shown.get(key) === value) continue;
      this.#shown.set(key, value);
      rows.push([time, key, formatPoint(point, read)]);
    }
    return formatRows(rows);
  }
}

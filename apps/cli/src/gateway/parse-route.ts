import { UsageError } from '@bus/line';
import type { UnitRange } from '@bus/modbus/gateway';
import { unitRanges } from './unit-ranges.js';

/** A route as the command line writes it. */
export interface WrittenRoute {
  readonly units: readonly UnitRange[];
  /** A port as `--port` takes it. */
  readonly port: string;
  /** What the first of the units is called there. */
  readonly target: number | undefined;
}

const HINT = 'Write 1-10=/dev/ttyUSB0, or 11=/dev/ttyUSB1:1 for unit 11 that is 1 on its line.';

/**
 * Reads `<units>=<port>` or `<units>=<port>:<first unit there>`. Behind a network address the unit needs the port number
 * in front of it: `tcp://10.0.0.7:502:1`.
 *
 * @throws {UsageError} it has another form.
 *
 * @example parseRoute('11=/dev/ttyUSB1:1') // { units: [11], port: '/dev/ttyUSB1', target: 1 }
 */
export function parseRoute(text: string): WrittenRoute {
  const [, list, place] = /^([^=]+)=(.+)$/s.exec(text) ?? [];
  const units = list === undefined ? undefined : unitRanges(list);
  if (units === undefined || place === undefined)
    throw new UsageError(`'${text}' is no route`, { hint: HINT });
  const [, port = place, unit] =
    (isNetwork(place) ? /^(.+:\d+):(\d{1,3})$/ : /^(.+):(\d{1,3})$/).exec(place) ?? [];
  const target = unit === undefined ? undefined : Number(unit);
  if (target !== undefined && units.length > 1)
    throw new UsageError(`'${text}': another number goes with one unit or one range`, {
      hint: 'Give a --route for each range.',
    });
  return { units, port, target };
}

const isNetwork = (port: string) => /^[a-z][a-z0-9+]*:\/\//i.test(port);

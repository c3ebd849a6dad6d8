import { DrioClient } from '@bus/232drio';
import { UsageError } from '@bus/line';
import type { PointInfo } from '../../protocol/index.js';
import type { InstrumentSettings } from '../settings/server-settings.js';
import { DRIO_KEY } from '../unit-key.js';
import type { Instrument } from './instrument.js';
import { instrumentInfo } from './instrument-info.js';
import { perLine } from './per-line.js';
import { stateFor, writablePoint } from './point-check.js';

const relayPoint = (relay: 1 | 2): PointInfo => ({
  id: `relay${relay}`,
  title: `Relay ${relay}`,
  kind: 'switch',
  role: 'output',
  writable: true,
});

const points: readonly PointInfo[] = [
  relayPoint(1),
  relayPoint(2),
  { id: 'input', title: 'Input', kind: 'switch', role: 'input', writable: false },
];

/**
 * A 232DRIO: two relays and an input.
 *
 * @throws {UsageError} it was given an address, a model or points, which it does not have.
 */
export function drioInstrument(settings: InstrumentSettings): Instrument {
  const { id, address, model, checksum } = settings;
  if (address !== undefined || model !== undefined || settings.points !== undefined)
    throw new UsageError(`${id}: a 232DRIO has no address, model or points`);
  const info = instrumentInfo(settings, '232DRIO', points);
  const unitOn = perLine(line => new DrioClient(line, { mode: checksum ? 'harsh' : 'normal' }));
  return {
    info,
    unit: DRIO_KEY,
    async read(line, signal) {
      const { relay1, relay2, input } = await unitOn(line).read(signal && { signal });
      return { values: { relay1, relay2, input } };
    },
    async write(line, name, value, signal) {
      const point = writablePoint(info, name);
      const on = stateFor(point, value);
      await unitOn(line).relays.set(point.id === 'relay1' ? 1 : 2, on, signal && { signal });
    },
  };
}

import { type AnalogInputFeatures, DconClient, type Family, type Reading } from '@bus/dcon';
import type { PointInfo, PointValue } from '../../protocol/index.js';
import type { InstrumentSettings } from '../settings/server-settings.js';
import { dconKey } from '../unit-key.js';
import type { Instrument } from './instrument.js';
import { instrumentInfo } from './instrument-info.js';
import { perLine } from './per-line.js';
import { writablePoint } from './point-check.js';

/** A DCON module with analog inputs. Their units are those that the module is configured for. */
export function dconAnalogInput(
  settings: InstrumentSettings,
  family: Family,
  { channels }: AnalogInputFeatures,
): Instrument {
  const { address = 0, checksum = false } = settings;
  const points = Array.from({ length: channels }, (_, channel) => inputPoint(channel));
  const info = instrumentInfo(settings, family.title, points);
  const moduleOn = perLine(line => new DconClient(line).module(address, { family, checksum }));
  return {
    info,
    unit: dconKey(address),
    async read(line, signal) {
      const readings = await moduleOn(line).analogInputs.read(signal && { signal });
      const units = points.flatMap(({ id }, channel) => {
        const { unit } = readings[channel]!;
        return unit === undefined ? [] : [[id, unit] as const];
      });
      return {
        values: Object.fromEntries(points.map(({ id }, channel) => [id, shownValue(readings[channel]!)])),
        units: Object.fromEntries(units),
      };
    },
    async write(_line, name) {
      writablePoint(info, name);
    },
  };
}

/** A number, or why there is none. */
function shownValue({ status, value, raw, text }: Reading): PointValue {
  if (value !== undefined) return value;
  if (status !== 'ok') return status === 'disabled' ? 'disabled' : `${status} range`;
  return raw === undefined ? text : `raw ${raw}`;
}

const inputPoint = (channel: number): PointInfo => ({
  id: `input${channel}`,
  title: `Input ${channel}`,
  kind: 'number',
  role: 'measured',
  writable: false,
});

import { type CounterFeatures, DconClient, type Family } from '@bus/dcon';
import type { PointInfo, PointValue } from '../../protocol/index.js';
import type { InstrumentSettings } from '../settings/server-settings.js';
import { dconKey } from '../unit-key.js';
import type { Instrument } from './instrument.js';
import { instrumentInfo } from './instrument-info.js';
import { perLine } from './per-line.js';
import { writablePoint } from './point-check.js';

/** A DCON counter module: counts, or hertz where it is configured to measure frequency. */
export function dconCounter(
  settings: InstrumentSettings,
  family: Family,
  { channels }: CounterFeatures,
): Instrument {
  const { address = 0, checksum = false } = settings;
  const points = Array.from({ length: channels }, (_, channel) => counterPoint(channel));
  const info = instrumentInfo(settings, family.title, points);
  const moduleOn = perLine(line => new DconClient(line).module(address, { family, checksum }));
  return {
    info,
    unit: dconKey(address),
    async read(line, signal) {
      const call = signal === undefined ? {} : { signal };
      const module = moduleOn(line);
      // Asked each time: counts and hertz look alike, and another program may have changed the mode.
      const { mode } = await module.configuration(call);
      const values: Record<string, PointValue> = {};
      const units: Record<string, string> = {};
      for (const [channel, { id }] of points.entries()) {
        const { counters } = module;
        if (mode === 'frequency') units[id] = 'Hz';
        values[id] = await (mode === 'frequency'
          ? counters.frequency(channel, call)
          : counters.read(channel, call));
      }
      return { values, units };
    },
    async write(_line, name) {
      writablePoint(info, name);
    },
  };
}

const counterPoint = (channel: number): PointInfo => ({
  id: `counter${channel}`,
  title: `Counter ${channel}`,
  kind: 'number',
  role: 'measured',
  writable: false,
  decimals: 0,
});

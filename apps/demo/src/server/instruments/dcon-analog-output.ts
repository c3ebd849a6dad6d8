import {
  type AnalogOutputFeatures,
  type Configuration,
  DconClient,
  type DconModule,
  type Family,
  outputRanges,
} from '@bus/dcon';
import type { PointInfo, PointValue } from '../../protocol/index.js';
import type { InstrumentSettings } from '../settings/server-settings.js';
import { dconKey } from '../unit-key.js';
import type { Instrument } from './instrument.js';
import { instrumentInfo } from './instrument-info.js';
import { perLine } from './per-line.js';
import { numberFor, writablePoint } from './point-check.js';

/** Decimal places in which modules take volts and milliamperes. */
const DECIMALS = 3;
const PERCENT_DECIMALS = 2;

type Call = { readonly signal?: AbortSignal };

/** A DCON module with analog outputs: what each was told last, in the unit that the module is configured for. */
export function dconAnalogOutput(
  settings: InstrumentSettings,
  family: Family,
  features: AnalogOutputFeatures,
): Instrument {
  const { address = 0, checksum = false } = settings;
  const points = Array.from({ length: features.channels }, (_, channel) => outputPoint(channel));
  const info = instrumentInfo(settings, family.title, points);
  const moduleOn = perLine(line => new DconClient(line).module(address, { family, checksum }));
  return {
    info,
    unit: dconKey(address),
    async read(line, signal) {
      const module = moduleOn(line);
      const call: Call = signal === undefined ? {} : { signal };
      // Asked each time: another program may have configured the module anew, and then volts would be milliamperes.
      const configuration = await module.configuration(call);
      const values: Record<string, PointValue> = {};
      const units: Record<string, string> = {};
      for (const [channel, { id }] of points.entries()) {
        values[id] = await module.analogOutputs.commanded({ channel, ...call });
        const unit = await unitOf(module, channel, features, configuration, call);
        if (unit !== undefined) units[id] = unit;
      }
      return { values, units };
    },
    async write(line, name, value, signal) {
      const point = writablePoint(info, name);
      numberFor(point, value);
      const module = moduleOn(line);
      const call: Call = signal === undefined ? {} : { signal };
      const configured = features.formats ? (await module.configuration(call)).format : undefined;
      const format = configured ?? 'engineering';
      const decimals = format === 'percent' ? PERCENT_DECIMALS : DECIMALS;
      const wanted = numberFor({ ...point, decimals }, value);
      await module.analogOutputs.write(wanted, { channel: points.indexOf(point), format, ...call });
    },
  };
}

async function unitOf(
  module: DconModule,
  channel: number,
  features: AnalogOutputFeatures,
  { format, typeCode }: Configuration,
  call: Call,
): Promise<string | undefined> {
  if (features.formats && format === 'percent') return '%';
  if (features.formats && format === 'hex') return undefined;
  const code = features.channelRanges
    ? (await module.analogOutputs.range({ channel, ...call })).range
    : typeCode - 0x30;
  return outputRanges[code]?.unit;
}

const outputPoint = (channel: number): PointInfo => ({
  id: `output${channel}`,
  title: `Output ${channel}`,
  kind: 'number',
  role: 'set-point',
  writable: true,
  decimals: DECIMALS,
});

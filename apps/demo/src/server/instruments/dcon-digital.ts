import { DconClient, type DigitalFeatures, type Family } from '@bus/dcon';
import type { PointInfo } from '../../protocol/index.js';
import type { InstrumentSettings } from '../settings/server-settings.js';
import { dconKey } from '../unit-key.js';
import type { Instrument } from './instrument.js';
import { instrumentInfo } from './instrument-info.js';
import { perLine } from './per-line.js';
import { stateFor, writablePoint } from './point-check.js';

/**
 * A DCON module with digital inputs and outputs, by the numbers on its label. Each output is switched by a command of its
 * own, which leaves the others alone.
 */
export function dconDigital(
  settings: InstrumentSettings,
  family: Family,
  features: DigitalFeatures,
): Instrument {
  const { address = 0, checksum = false } = settings;
  const outputs = labels(features.firstOutput, features.outputs).map(label => outputPoint(label));
  const inputs = labels(features.firstInput, features.inputs).map(label => inputPoint(label));
  const info = instrumentInfo(settings, family.title, [...outputs, ...inputs]);
  const moduleOn = perLine(line => new DconClient(line).module(address, { family, checksum }));
  return {
    info,
    unit: dconKey(address),
    async read(line, signal) {
      const state = await moduleOn(line).inputs.readAll(signal && { signal });
      const values = [
        ...outputs.map((point, index) => [point.id, state.outputs[index]!] as const),
        ...inputs.map((point, index) => [point.id, state.inputs[index]!] as const),
      ];
      return { values: Object.fromEntries(values) };
    },
    async write(line, name, value, signal) {
      const point = writablePoint(info, name);
      const on = stateFor(point, value);
      const label = features.firstOutput + outputs.indexOf(point);
      // Where sources disagree about what a reading means, it can't tell that a write has failed.
      const verify = features.disputed !== true;
      await moduleOn(line).outputs.set(label, on, { verify, ...(signal && { signal }) });
    },
  };
}

const labels = (first: number, count: number) => Array.from({ length: count }, (_, index) => first + index);

const outputPoint = (label: number): PointInfo => ({
  id: `output${label}`,
  title: `Output ${label}`,
  kind: 'switch',
  role: 'output',
  writable: true,
});

const inputPoint = (label: number): PointInfo => ({
  id: `input${label}`,
  title: `Input ${label}`,
  kind: 'switch',
  role: 'input',
  writable: false,
});

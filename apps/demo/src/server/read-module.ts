import type { Reading } from '@bus/dcon';
import type { DconReading } from '../protocol/index.js';
import type { ExchangeCall } from './call-context.js';
import type { KnownModule } from './dcon-modules.js';

/** What a module says of its inputs, outputs and counters. */
export type ModuleValues = Omit<DconReading, 'model' | 'elapsed'>;

/** Reads everything that a module has, by its family. */
export async function readModule(known: KnownModule, call: ExchangeCall): Promise<ModuleValues> {
  const { digital, analogInput, analogOutput, counter } = known.family;
  return {
    ...(digital === undefined ? {} : await readDigital(known, call)),
    ...(analogInput === undefined ? {} : await readAnalogInputs(known, call)),
    ...(analogOutput === undefined ? {} : await readAnalogOutputs(known, call)),
    ...(counter === undefined ? {} : await readCounters(known, call)),
  };
}

async function readDigital({ module, family }: KnownModule, call: ExchangeCall): Promise<ModuleValues> {
  const { firstInput, firstOutput } = family.digital!;
  const { inputs, outputs } = await module.inputs.readAll(call);
  return { inputs: byLabel(inputs, firstInput), outputs: byLabel(outputs, firstOutput) };
}

function byLabel<T>(values: readonly T[], first: number): Record<string, T> {
  return Object.fromEntries(values.map((value, index) => [index + first, value]));
}

async function readAnalogInputs({ module }: KnownModule, call: ExchangeCall): Promise<ModuleValues> {
  return { analog: (await module.analogInputs.read(call)).map(analogValue) };
}

const words = { over: 'over range', under: 'under range', disabled: 'disabled' } as const;

function analogValue({ status, value, raw, unit }: Reading): NonNullable<ModuleValues['analog']>[number] {
  if (status !== 'ok') return { value: words[status] };
  // Hexadecimal readings of a range that nobody knows are counts, and not volts.
  if (value === undefined) return { value: raw ?? 'unknown', unit: 'counts' };
  return unit === undefined ? { value } : { value, unit };
}

async function readAnalogOutputs({ module, family }: KnownModule, call: ExchangeCall): Promise<ModuleValues> {
  const outputs: Record<string, number> = {};
  for (let channel = 0; channel < family.analogOutput!.channels; channel += 1)
    outputs[channel] = await module.analogOutputs.commanded({ ...call, channel });
  return { outputs };
}

async function readCounters({ module, family }: KnownModule, call: ExchangeCall): Promise<ModuleValues> {
  const { mode } = await module.configuration(call);
  const values: number[] = [];
  for (let channel = 0; channel < family.counter!.channels; channel += 1) {
    values.push(
      mode === 'frequency'
        ? await module.counters.frequency(channel, call)
        : await module.counters.read(channel, call),
    );
  }
  return mode === 'frequency'
    ? { analog: values.map(value => ({ value, unit: 'Hz' })) }
    : { counters: values };
}

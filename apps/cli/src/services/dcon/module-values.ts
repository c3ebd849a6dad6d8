import type { DataFormat, DconModule, Family, Identity, OutputRange } from '@bus/dcon';

/** One input, output or counter of a module. */
export interface DconValue {
  kind: 'output' | 'input' | 'count' | 'analog input' | 'analog output' | 'counter' | 'frequency';
  /** As on the module's label. */
  channel: number;
  /** Absent when there is none: the channel is over or under range, or disabled. */
  value?: boolean | number;
  /** `V`, `mA`, `°C`, `Hz` …; absent where there is none, or where it is not known. */
  unit?: string;
  /** Analog inputs. */
  status?: 'ok' | 'over' | 'under' | 'disabled';
  /** Hexadecimal readings whose range is not known. */
  raw?: number;
}

interface Call {
  signal?: AbortSignal | undefined;
}

/** What is to be read of a module. */
export interface Reader {
  readonly module: DconModule;
  readonly family: Family;
  readonly identity: Identity;
  /** Of digital modules: how often each input has switched, too. */
  readonly counters: boolean;
  /** Of analog modules without a checksum: numbers of any length are taken. */
  readonly anyWidth: boolean;
  /** What analog outputs are told and tell, by their channel. */
  readonly ranges: readonly (OutputRange | undefined)[];
}

/** Reads everything that a module has, by its family. */
export async function readValues(reader: Reader, call: Call): Promise<DconValue[]> {
  const { digital, analogInput, analogOutput, counter } = reader.family;
  return [
    ...(digital === undefined ? [] : await readDigital(reader, call)),
    ...(analogInput === undefined ? [] : await readAnalogInputs(reader, call)),
    ...(analogOutput === undefined ? [] : await readAnalogOutputs(reader, call)),
    ...(counter === undefined ? [] : await readCounters(reader, call)),
  ];
}

async function readDigital({ module, family, counters }: Reader, call: Call): Promise<DconValue[]> {
  const { firstOutput, firstInput, counters: counts } = family.digital!;
  const { outputs, inputs } = await module.inputs.readAll(call);
  const values: DconValue[] = [
    ...outputs.map((value, index) => ({ kind: 'output' as const, channel: firstOutput + index, value })),
    ...inputs.map((value, index) => ({ kind: 'input' as const, channel: firstInput + index, value })),
  ];
  if (!counters || !counts) return values;
  for (const index of inputs.keys()) {
    const channel = firstInput + index;
    values.push({ kind: 'count', channel, value: await module.inputs.counter(channel, call) });
  }
  return values;
}

async function readAnalogInputs({ module, anyWidth }: Reader, call: Call): Promise<DconValue[]> {
  const readings = await module.analogInputs.read({ ...call, anyWidth });
  return readings.map(({ value, unit, status, raw }, channel) => ({
    kind: 'analog input',
    channel,
    ...(value === undefined ? {} : { value }),
    ...(unit === undefined ? {} : { unit }),
    status,
    ...(raw === undefined || value !== undefined ? {} : { raw }),
  }));
}

async function readAnalogOutputs(
  { module, family, identity, ranges }: Reader,
  call: Call,
): Promise<DconValue[]> {
  const values: DconValue[] = [];
  for (let channel = 0; channel < family.analogOutput!.channels; channel += 1) {
    const value = await module.analogOutputs.present({ ...call, channel });
    const unit = unitOf(ranges[channel], family, identity.configuration.format);
    values.push({ kind: 'analog output', channel, value, ...(unit === undefined ? {} : { unit }) });
  }
  return values;
}

function unitOf(
  range: OutputRange | undefined,
  { analogOutput }: Family,
  format: DataFormat | undefined,
): string | undefined {
  if (analogOutput?.formats && format === 'percent') return '%';
  return analogOutput?.formats && format === 'hex' ? undefined : range?.unit;
}

async function readCounters({ module, family, identity }: Reader, call: Call): Promise<DconValue[]> {
  const { channels } = family.counter!;
  const frequency = identity.configuration.mode === 'frequency';
  const values: DconValue[] = [];
  for (let channel = 0; channel < channels; channel += 1) {
    values.push(
      frequency
        ? { kind: 'frequency', channel, value: await module.counters.frequency(channel, call), unit: 'Hz' }
        : { kind: 'counter', channel, value: await module.counters.read(channel, call) },
    );
  }
  return values;
}

/** The ranges of a module's analog outputs; they don't change while a program runs. */
export async function outputRangesOf(
  module: DconModule,
  { analogOutput }: Family,
  { configuration }: Identity,
  call: Call,
): Promise<(OutputRange | undefined)[]> {
  if (analogOutput === undefined) return [];
  const { outputRanges } = await import('@bus/dcon');
  const ranges: (OutputRange | undefined)[] = [];
  for (let channel = 0; channel < analogOutput.channels; channel += 1) {
    const code = analogOutput.channelRanges
      ? (await module.analogOutputs.range({ ...call, channel })).range
      : configuration.typeCode - 0x30;
    ranges.push(outputRanges[code]);
  }
  return ranges;
}

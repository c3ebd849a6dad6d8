import { UsageError } from '@bus/line';
import {
  readCommanded,
  readCommandedChannel,
  readOutputRange,
  readPowerOnChannel,
  readPresent,
  readPresentChannel,
  readSafe,
  readSafeChannel,
  storePowerOn,
  storePowerOnChannel,
  storeSafe,
  storeSafeChannel,
  trimOutput,
  trimOutputChannel,
  writeAnalog,
  writeAnalogChannel,
  writeAnalogChannelHex,
  writeAnalogHex,
  writeOutputRange,
} from '../commands/analog-output.js';
import type { AnalogOutputFeatures } from '../families/family.js';
import type { DataFormat } from '../values/configuration.js';
import { writeDecimal } from '../values/decimal.js';
import { type OutputRange, outputRanges } from '../values/type-codes.js';
import { checkAnswer } from './check-answer.js';
import type { CallOptions, ModuleRequests } from './module-requests.js';

export interface AnalogOutputOptions extends CallOptions {
  /** 0 by default. */
  channel?: number;
}
export interface AnalogWriteOptions extends AnalogOutputOptions {
  /**
   * What the number is: volts or milliamperes (`engineering`, the default), percent, or counts (`hex`). It must be the
   * format that the module is configured for.
   */
  format?: DataFormat;
}

/** Range code and slew code of one channel. */
export interface ChannelSettings {
  readonly range: number;
  readonly slew: number;
}

/** Analog outputs; channels count from 0. */
export class AnalogOutputs {
  readonly #requests: ModuleRequests;

  constructor(requests: ModuleRequests) {
    this.#requests = requests;
  }

  /**
   * Sets one output. A value outside of its range is refused here: a module would move the output to the end of the
   * range, and then say that it refused.
   *
   * @throws {DconClamped} the module found it out of range; the output **has moved**.
   * @throws {DconWatchdogTripped} the host watchdog holds the safe value.
   *
   * @example await module.analogOutputs.write(4.5);
   */
  write(value: number, { format = 'engineering', ...options }: AnalogWriteOptions = {}): Promise<void> {
    return this.#requests.exclusively(() => this.#write(value, format, options), options.signal);
  }

  /** What the output was told last, in the configured format. Check writes with this. */
  async commanded(options: AnalogOutputOptions = {}): Promise<number> {
    return this.#read(readCommanded, readCommandedChannel, options);
  }

  /** What the output is now: differs from what it was told while it moves with a slew rate. */
  async present(options: AnalogOutputOptions = {}): Promise<number> {
    return this.#read(readPresent, readPresentChannel, options);
  }

  /** The value that the output takes when the host watchdog trips. */
  async safe(options: AnalogOutputOptions = {}): Promise<number> {
    return this.#read(readSafe, readSafeChannel, options);
  }

  /** The value that the output takes after power-up; not every module can say. */
  powerOn(options: AnalogOutputOptions = {}): Promise<number> {
    return this.#requests.whileUnchanged(async () => {
      const { features, channel } = await this.#channel(options);
      if (!features.readsPowerOn) throw new UsageError('this module does not tell its power-on value');
      const { value } = await this.#requests.ask(readPowerOnChannel, { channel }, options);
      return this.#number(value, features, options);
    });
  }

  /**
   * Stores what the output is now as power-on value, in EEPROM. `expected` is what you think that it is.
   *
   * @throws {UsageError} the output is something else; nothing was stored.
   */
  async storePowerOn(expected: number, options: AnalogOutputOptions = {}): Promise<void> {
    await this.#store(storePowerOn, storePowerOnChannel, expected, options);
  }

  /** Stores what the output is now as safe value, in EEPROM. `expected` is what you think that it is. */
  async storeSafe(expected: number, options: AnalogOutputOptions = {}): Promise<void> {
    await this.#store(storeSafe, storeSafeChannel, expected, options);
  }

  /** Range and slew rate of one channel, on modules where each has its own. */
  async range(options: AnalogOutputOptions = {}): Promise<ChannelSettings> {
    const { channel } = await this.#ranged(options);
    const { range, slew } = await this.#requests.ask(readOutputRange, { channel }, options);
    return { range, slew };
  }

  async setRange({ range, slew }: ChannelSettings, options: AnalogOutputOptions = {}): Promise<void> {
    const { channel } = await this.#ranged(options);
    await this.#requests.ask(writeOutputRange, { channel, range, slew }, options);
  }

  /** Trims by -95 to 95 counts, about 4.88 µA or 2.44 mV each on a 7021. Part of a calibration. */
  async trim(counts: number, options: AnalogOutputOptions = {}): Promise<void> {
    if (!(Number.isInteger(counts) && Math.abs(counts) <= 0x5f))
      throw new UsageError(`trim is -95 to 95, not ${counts}`);
    const { features, channel } = await this.#channel(options);
    const fields = { counts: counts & 0xff };
    if (features.numbered) await this.#requests.ask(trimOutputChannel, { ...fields, channel }, options);
    else await this.#requests.ask(trimOutput, fields, options);
  }

  async #write(value: number, format: DataFormat, options: AnalogOutputOptions): Promise<void> {
    const { features, channel } = await this.#channel(options);
    const configured = await this.#format(features, options);
    if (configured !== format) {
      throw new UsageError(`the module takes values as ${configured}, and ${value} was meant as ${format}`, {
        hint: `Pass { format: '${configured}' } and such a value, or configure the module.`,
      });
    }
    const numbered = features.numbered;
    if (format === 'hex') {
      if (!(Number.isInteger(value) && value >= 0 && value <= 0xfff))
        throw new UsageError(`counts are 0 to 4095, not ${value}`);
      if (numbered) await this.#requests.askWithin(writeAnalogChannelHex, { channel, value }, options);
      else await this.#requests.askWithin(writeAnalogHex, { value }, options);
      return;
    }
    const text =
      format === 'percent' ? percent(value) : await this.#engineering(value, channel, features, options);
    if (numbered) await this.#requests.askWithin(writeAnalogChannel, { channel, value: text }, options);
    else await this.#requests.askWithin(writeAnalog, { value: text }, options);
  }

  async #channel(options: AnalogOutputOptions): Promise<{ features: AnalogOutputFeatures; channel: number }> {
    const family = await this.#requests.family(options);
    const features = family.analogOutput;
    if (features === undefined) throw new UsageError(`the ${family.title} has no analog outputs`);
    const { channel = 0 } = options;
    if (Number.isInteger(channel) && channel >= 0 && channel < features.channels)
      return { features, channel };
    throw new UsageError(
      `there is no analog output ${channel}: this module has 0 to ${features.channels - 1}`,
    );
  }

  async #ranged(options: AnalogOutputOptions): Promise<{ channel: number }> {
    const { features, channel } = await this.#channel(options);
    if (!features.channelRanges)
      throw new UsageError('all outputs of this module have one range: see configuration()');
    return { channel };
  }

  async #format(features: AnalogOutputFeatures, options: CallOptions): Promise<DataFormat> {
    if (!features.formats) return 'engineering';
    return (await this.#requests.configuration(options)).format ?? 'engineering';
  }

  async #rangeOf(
    channel: number,
    features: AnalogOutputFeatures,
    options: CallOptions,
  ): Promise<OutputRange> {
    const code = features.channelRanges
      ? (await this.range({ ...options, channel })).range
      : (await this.#requests.configuration(options)).typeCode - 0x30;
    const range = outputRanges[code];
    checkAnswer(range !== undefined, `the output has range ${code}, which is unknown`);
    return range;
  }

  async #engineering(
    value: number,
    channel: number,
    features: AnalogOutputFeatures,
    options: CallOptions,
  ): Promise<string> {
    const { from, to, unit } = await this.#rangeOf(channel, features, options);
    if (!(value >= from && value <= to))
      throw new UsageError(`the output takes ${from} to ${to} ${unit}, not ${value}`);
    return writeDecimal(value, { whole: 2, decimals: 3, signed: features.signed });
  }

  #read(
    single: typeof readCommanded,
    numbered: typeof readCommandedChannel,
    options: AnalogOutputOptions,
  ): Promise<number> {
    return this.#requests.whileUnchanged(async () => {
      const { features, channel } = await this.#channel(options);
      const { value } = features.numbered
        ? await this.#requests.ask(numbered, { channel }, options)
        : await this.#requests.ask(single, {}, options);
      return this.#number(value, features, options);
    });
  }

  async #number(text: string, features: AnalogOutputFeatures, options: CallOptions): Promise<number> {
    const format = await this.#format(features, options);
    // Five digits and a point, or three digits: one that got lost or was added must not make another number. So with signs.
    const decimal = features.signed ? /^[+-](?=[\d.]{6}$)\d+\.\d+$/ : /^[+-]?(?=[\d.]{6}$)\d+\.\d+$/;
    const fits = format === 'hex' ? /^[0-9A-F]{3}$/ : decimal;
    checkAnswer(fits.test(text), `${text} is no value in the ${format} format`);
    return format === 'hex' ? Number.parseInt(text, 16) : Number(text) + 0;
  }

  async #store(
    single: typeof storePowerOn,
    numbered: typeof storePowerOnChannel,
    expected: number,
    options: AnalogOutputOptions,
  ): Promise<void> {
    const { features, channel } = await this.#channel(options);
    await this.#requests.exclusively(async () => {
      const present = await this.present(options);
      if (present !== expected)
        throw new UsageError(`the output is ${present}, not ${expected}: nothing was stored`);
      if (features.numbered) await this.#requests.askWithin(numbered, { channel }, options);
      else await this.#requests.askWithin(single, {}, options);
    }, options.signal);
  }
}

function percent(value: number): string {
  if (!(value >= 0 && value <= 100)) throw new UsageError(`percent of an output are 0 to 100, not ${value}`);
  return writeDecimal(value, { whole: 3, decimals: 2, signed: true });
}

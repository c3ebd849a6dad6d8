import { ReplyError, UsageError } from '@bus/line';
import {
  readAllHex,
  readAllInputs,
  readChannelMask,
  readChannelRange,
  readColdJunction,
  readDiagnosis,
  readInput,
  readInputWide,
  readSynchronizedInputs,
  writeChannelMask2,
  writeChannelMask4,
  writeChannelMask6,
  writeChannelRange,
} from '../commands/analog-input.js';
import type { AnalogInputFeatures } from '../families/family.js';
import { bitsOf } from '../values/digital-state.js';
import { decodeReadings, type Reading, type ReadingOptions, type ReadingWidth } from '../values/readings.js';
import { signalTypes } from '../values/type-codes.js';
import { checkAnswer } from './check-answer.js';
import { checkConfirmed } from './digital-requests.js';
import type { CallOptions, ModuleRequests } from './module-requests.js';

export interface AnalogReadOptions extends CallOptions {
  /** Number of channels, where it differs from the family's: a 7017Z has 10 or 20. */
  channels?: number;
  /** What hexadecimal full scale is divided by; 32768 by default, see `ReadingOptions`. */
  divisor?: ReadingOptions['divisor'];
  /**
   * Takes numbers of any length from a module whose checksum is off, for firmware that writes others than the manuals
   * print. A digit that is lost or added on the line is not noticed then. `false` by default.
   */
  anyWidth?: boolean;
}

/** With more channels than this, their numbers have two digits and masks have six. */
const ONE_DIGIT = 16;

/** Synchronized readings. */
export interface SynchronizedReadings {
  readonly readings: Reading[];
  /** False when they were read before. */
  readonly fresh: boolean;
}

/**
 * Analog inputs; channels count from 0, as on the modules' labels. The data format is read from the configuration once
 * and remembered: nothing in the readings themselves says it.
 */
export class AnalogInputs {
  readonly #requests: ModuleRequests;

  constructor(requests: ModuleRequests) {
    this.#requests = requests;
  }

  /** All channels. */
  read(options: AnalogReadOptions = {}): Promise<Reading[]> {
    return this.#requests.whileUnchanged(async () => {
      const features = await this.#features(options);
      if (!features.readAll) return this.#oneByOne(features, options);
      const { readings } = await this.#requests.ask(readAllInputs, {}, options);
      return this.#decode(readings, options.channels ?? features.channels, options);
    });
  }

  /** One channel. */
  readChannel(channel: number, options: AnalogReadOptions = {}): Promise<Reading> {
    return this.#requests.whileUnchanged(async () => {
      const features = await this.#channel(channel, options);
      if (features.channelDigits === undefined) return (await this.read(options))[channel]!;
      const wide = features.channelDigits === 2 || (options.channels ?? features.channels) > ONE_DIGIT;
      const command = wide ? readInputWide : readInput;
      const { readings } = await this.#requests.ask(command, { channel }, options);
      return (await this.#decode(readings, 1, options, { first: channel }))[0]!;
    });
  }

  /** All channels in hexadecimal, whatever format is configured. */
  readRaw(options: AnalogReadOptions = {}): Promise<Reading[]> {
    return this.#requests.whileUnchanged(async () => {
      const features = await this.#features(options);
      const { readings } = await this.#requests.ask(readAllHex, {}, options);
      return this.#decode(readings, options.channels ?? features.channels, options, {
        format: 'hex',
      });
    });
  }

  /** What was latched when all modules were told to: see `DconClient.synchronize`. */
  synchronized(options: AnalogReadOptions = {}): Promise<SynchronizedReadings> {
    return this.#requests.whileUnchanged(async () => {
      const features = await this.#features(options);
      const { readings, fresh } = await this.#requests.ask(readSynchronizedInputs, {}, options);
      // An I-7011 writes one digit more here than in its other answers.
      const decoded = await this.#decode(readings, options.channels ?? features.channels, options, {
        width: '7 or 8',
      });
      return { readings: decoded, fresh: fresh === 1 };
    }, 1);
  }

  /** Temperature of the cold junction, in °C. */
  async coldJunction(options: Pick<AnalogReadOptions, keyof CallOptions | 'anyWidth'> = {}): Promise<number> {
    const { readings } = await this.#requests.ask(readColdJunction, {}, options);
    const width = this.#width(options);
    const [reading, ...more] = decodeReadings(readings, { format: 'engineering', width }) ?? [];
    checkAnswer(more.length === 0, `the cold junction reads ${readings}`);
    checkAnswer(reading?.value !== undefined, `the cold junction reads ${readings}`);
    return reading.value;
  }

  /** Which channels are enabled. */
  async enabled(options: AnalogReadOptions = {}): Promise<boolean[]> {
    const features = await this.#features(options);
    const channels = options.channels ?? features.channels;
    const { mask } = await this.#requests.ask(readChannelMask, {}, options);
    return bitsOf(mask, channels);
  }

  /** Enables exactly these channels and disables all others. Stored in EEPROM. */
  async enableOnly(channels: readonly number[], options: AnalogReadOptions = {}): Promise<void> {
    const features = await this.#features(options);
    const wide = (options.channels ?? features.channels) > ONE_DIGIT;
    const maskDigits = features.maskDigits !== undefined && wide ? 6 : features.maskDigits;
    for (const channel of channels) await this.#channel(channel, options);
    if (maskDigits === undefined) throw new UsageError('this module cannot disable channels');
    const mask = channels.reduce((all, channel) => all | (1 << channel), 0);
    const command = { 2: writeChannelMask2, 4: writeChannelMask4, 6: writeChannelMask6 }[maskDigits];
    await this.#requests.ask(command, { mask }, options);
  }

  /** Channels that are over or under range, or open. */
  async diagnosis(options: AnalogReadOptions = {}): Promise<boolean[]> {
    const features = await this.#features(options);
    const channels = options.channels ?? features.channels;
    const { mask } = await this.#requests.ask(readDiagnosis, {}, options);
    return bitsOf(mask, channels);
  }

  /** The type code of one channel, on modules where each has its own. It is remembered for the unit of its readings. */
  async range(channel: number, options: CallOptions = {}): Promise<number> {
    await this.#channel(channel, options);
    const answer = await this.#requests.ask(readChannelRange, { channel }, options);
    checkAnswer(answer.channel === channel, `asked for channel ${channel}, answered for ${answer.channel}`);
    this.#requests.memory.ranges.set(channel, signalTypes.get(answer.type));
    return answer.type;
  }

  /** Stores the type code of one channel in EEPROM. */
  async setRange(channel: number, typeCode: number, options: CallOptions = {}): Promise<void> {
    await this.#channel(channel, options);
    await this.#requests.ask(writeChannelRange, { channel, type: typeCode }, options);
  }

  async #features(options: AnalogReadOptions): Promise<AnalogInputFeatures> {
    const family = await this.#requests.family(options);
    if (family.analogInput === undefined) throw new UsageError(`the ${family.title} has no analog inputs`);
    if (options.channels === undefined) checkConfirmed(this.#requests, family);
    return family.analogInput;
  }

  async #channel(channel: number, options: AnalogReadOptions): Promise<AnalogInputFeatures> {
    const features = await this.#features(options);
    const count = options.channels ?? features.channels;
    if (Number.isInteger(channel) && channel >= 0 && channel < count) return features;
    throw new UsageError(`there is no analog input ${channel}: this module has 0 to ${count - 1}`);
  }

  /** Where no checksum guards the digits, their number must. */
  #width({ anyWidth = false }: AnalogReadOptions, width: ReadingWidth = 7): ReadingWidth {
    return anyWidth || this.#requests.checksum === true ? 'any' : width;
  }

  async #oneByOne({ channels }: AnalogInputFeatures, options: AnalogReadOptions): Promise<Reading[]> {
    const readings: Reading[] = [];
    for (let channel = 0; channel < (options.channels ?? channels); channel += 1)
      readings.push(await this.readChannel(channel, options));
    return readings;
  }

  async #decode(
    text: string,
    count: number,
    options: AnalogReadOptions,
    { first = 0, format: given, width = 7 }: { first?: number; format?: 'hex'; width?: ReadingWidth } = {},
  ): Promise<Reading[]> {
    const configuration = await this.#requests.configuration(callOptions(options));
    const format = given ?? configuration.format ?? 'engineering';
    const family = await this.#requests.family(options);
    const ofModule = family.analogInput?.channelRanges ? undefined : signalTypes.get(configuration.typeCode);
    const readings = decodeReadings(text, {
      format,
      typeOf: index => this.#requests.memory.ranges.get(first + index) ?? ofModule,
      width: this.#width(options, width),
      ...(options.divisor === undefined ? {} : { divisor: options.divisor }),
    });
    if (readings === undefined) {
      throw new ReplyError('malformed', `'${text}' are no readings in the ${format} format`, {
        hint:
          'A character may have been lost or added. If it is always so: was the data format changed meanwhile, or does ' +
          'this firmware write numbers of another length ({ anyWidth: true }, --any-width)?',
      });
    }
    if (readings.length === count) return readings;
    throw new ReplyError('wrong-count', `${readings.length} readings came, ${count} were expected`, {
      hint: 'Another model, or some channels are left out: pass { channels }.',
    });
  }
}

const callOptions = ({ timeout, retries, signal }: CallOptions): CallOptions => ({
  ...(timeout === undefined ? {} : { timeout }),
  ...(retries === undefined ? {} : { retries }),
  ...(signal === undefined ? {} : { signal }),
});

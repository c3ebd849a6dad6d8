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
import type { AnalogOutputFeatures, Family } from '../families/family.js';
import { decodeConfiguration } from '../values/configuration.js';
import { writeDecimal } from '../values/decimal.js';
import { type OutputRange, outputRanges } from '../values/type-codes.js';
import { OutputChannel } from './output-channel.js';
import { ServiceableModule } from './serviceable-module.js';
import type { SimulationTime } from './simulated-module.js';
import type { SimulatedModuleOptions } from './stored-settings.js';

/** 0 to 10 V. */
const VOLTS = 0x32;
const PER_CHANNEL = 0x3f;

/** A simulated module with analog outputs: they move as slowly as the slew rate says. 0 to 10 V unless `typeCode` says else. */
export class SimulatedAnalogOutputModule extends ServiceableModule {
  readonly #features: AnalogOutputFeatures;
  readonly #channels: OutputChannel[];
  readonly #settings: { range: number; slew: number }[];

  constructor(family: Family, options: SimulatedModuleOptions & SimulationTime = {}) {
    const features = family.analogOutput;
    super(family, options, features?.channelRanges ? PER_CHANNEL : VOLTS);
    if (features === undefined) throw new UsageError(`the ${family.title} has no analog outputs`);
    this.#features = features;
    this.#channels = Array.from({ length: features.channels }, () => new OutputChannel());
    this.#settings = this.#channels.map(() => ({ range: 2, slew: 0 }));
    if (features.numbered) this.#knowNumbered();
    else this.#knowSingle();
    this.knowService();
  }

  /** Where an output is now, in V or mA. */
  value(channel = 0): number {
    this.timePasses();
    return this.#channels[channel]!.present(this.now);
  }

  #knowSingle(): void {
    if (this.#features.formats) this.on(writeAnalogHex, ({ value }) => this.#write(0, value));
    this.on(writeAnalog, ({ value }) => this.#write(0, value));
    this.on(readCommanded, () => this.#say(readCommanded, 0, channel => channel.commanded));
    this.on(readPresent, () => this.#say(readPresent, 0, channel => channel.present(this.now)));
    this.on(readSafe, () => this.#say(readSafe, 0, channel => channel.safe));
    this.on(storePowerOn, () => this.#store(0, 'powerOn', this.reply(storePowerOn)));
    this.on(storeSafe, () => this.#store(0, 'safe', this.reply(storeSafe)));
    this.on(trimOutput, ({ counts }) => this.#trim(counts, this.reply(trimOutput)));
  }

  #knowNumbered(): void {
    if (this.#features.formats)
      this.on(writeAnalogChannelHex, ({ channel, value }) => this.#write(channel, value));
    this.on(writeAnalogChannel, ({ channel, value }) => this.#write(channel, value));
    this.on(readCommandedChannel, ({ channel }) =>
      this.#say(readCommandedChannel, channel, output => output.commanded),
    );
    this.on(readPresentChannel, ({ channel }) =>
      this.#say(readPresentChannel, channel, output => output.present(this.now)),
    );
    this.on(readSafeChannel, ({ channel }) => this.#say(readSafeChannel, channel, output => output.safe));
    if (this.#features.readsPowerOn) {
      this.on(readPowerOnChannel, ({ channel }) =>
        this.#say(readPowerOnChannel, channel, output => output.powerOn),
      );
    }
    this.on(storePowerOnChannel, ({ channel }) =>
      this.#store(channel, 'powerOn', this.reply(storePowerOnChannel)),
    );
    this.on(storeSafeChannel, ({ channel }) => this.#store(channel, 'safe', this.reply(storeSafeChannel)));
    this.on(trimOutputChannel, ({ counts }) => this.#trim(counts, this.reply(trimOutputChannel)));
    if (!this.#features.channelRanges) return;
    this.on(readOutputRange, ({ channel }) => {
      const settings = this.#settings[channel];
      return settings === undefined ? this.refused : this.reply(readOutputRange, settings);
    });
    this.on(writeOutputRange, ({ channel, range, slew }) => {
      if (this.#settings[channel] === undefined || !(range in outputRanges) || slew > 0xe)
        return this.refused;
      this.#settings[channel] = { range, slew };
      return this.reply(writeOutputRange);
    });
  }

  #settingsOf(channel: number): { range: OutputRange; slew: number } {
    const { typeCode, flags } = this.stored;
    const { range, slew } = this.#features.channelRanges
      ? this.#settings[channel]!
      : { range: typeCode - VOLTS + 2, slew: (flags >> 2) & 15 };
    return { range: outputRanges[range] ?? outputRanges[2]!, slew };
  }

  get #format(): 'engineering' | 'percent' | 'hex' {
    if (!this.#features.formats) return 'engineering';
    const { address, typeCode: type, baudCode: baud, flags } = this.stored;
    const format = decodeConfiguration({ address, type, baud, flags }, 'analog-output')?.format;
    return format === 'percent' || format === 'hex' ? format : 'engineering';
  }

  #write(channel: number, written: string | number): string | undefined {
    const output = this.#channels[channel];
    if (output === undefined) return this.refused;
    const { range, slew } = this.#settingsOf(channel);
    const value = this.#parse(written, range);
    if (value === undefined) return undefined;
    if (this.stored.tripped) return '!';
    const limited = Math.min(Math.max(value, range.from), range.to);
    output.move(limited, this.now, slew, range);
    return limited === value ? '>' : '?';
  }

  /** Undefined when the text has not the form that the module is configured for: it does not understand it. */
  #parse(written: string | number, { from, to }: OutputRange): number | undefined {
    const span = to - from;
    if (this.#format === 'hex') {
      const counts = typeof written === 'number' ? written : Number.parseInt(written, 16);
      return typeof written === 'string' ? undefined : from + (counts / 0xfff) * span;
    }
    const text = String(written);
    if (this.#format === 'percent')
      return /^[+-]\d{3}\.\d{2}$/.test(text) ? from + (Number(text) / 100) * span : undefined;
    const form = this.#features.signed ? /^[+-]\d{2}\.\d{3}$/ : /^\d{2}\.\d{3}$/;
    return form.test(text) ? Number(text) : undefined;
  }

  #text(value: number, { from, to }: OutputRange): string {
    if (this.#format === 'hex') {
      const counts = Math.round(((value - from) / (to - from)) * 0xfff);
      return counts.toString(16).toUpperCase().padStart(3, '0');
    }
    if (this.#format === 'percent')
      return writeDecimal(((value - from) / (to - from)) * 100, { whole: 3, decimals: 2, signed: true });
    return writeDecimal(value, { whole: 2, decimals: 3, signed: this.#features.signed });
  }

  #say(command: typeof readCommanded, channel: number, of: (output: OutputChannel) => number): string;
  #say(command: typeof readCommandedChannel, channel: number, of: (output: OutputChannel) => number): string;
  #say(
    command: typeof readCommanded | typeof readCommandedChannel,
    channel: number,
    of: (output: OutputChannel) => number,
  ): string {
    const output = this.#channels[channel];
    if (output === undefined) return this.refused;
    const value = this.#text(of(output), this.#settingsOf(channel).range);
    return this.reply(command, { value }, this.#format === 'hex' ? 1 : 0);
  }

  #store(channel: number, what: 'powerOn' | 'safe', answer: string): string {
    const output = this.#channels[channel];
    if (output === undefined) return this.refused;
    output[what] = output.present(this.now);
    return answer;
  }

  #trim(counts: number, answer: string): string {
    return counts <= 0x5f || counts >= 0xa1 ? answer : this.refused;
  }

  protected override takesType(type: number): boolean {
    return this.#features.channelRanges ? type === PER_CHANNEL : type >= 0x30 && type <= 0x35;
  }

  #all(what: 'powerOn' | 'safe'): void {
    for (const [index, output] of this.#channels.entries())
      output.move(output[what], this.now, 0, this.#settingsOf(index).range);
  }

  protected override goSafe(): void {
    this.#all('safe');
  }

  protected override restarted(): void {
    super.restarted();
    this.#all(this.stored.tripped ? 'safe' : 'powerOn');
  }
}

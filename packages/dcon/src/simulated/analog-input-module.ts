import { UsageError } from '@bus/line';
import {
  calibrateChannelSpan,
  calibrateChannelZero,
  calibrateSpan,
  calibrateZero,
  enableCalibration,
  readAllHex,
  readAllInputs,
  readChannelMask,
  readChannelRange,
  readColdJunction,
  readDiagnosis,
  readInput,
  readJunctionOffset,
  readSynchronizedInputs,
  writeChannelMask2,
  writeChannelMask4,
  writeChannelRange,
  writeJunctionOffset,
} from '../commands/analog-input.js';
import type { AnalogInputFeatures, Family } from '../families/family.js';
import { type DataFormat, decodeConfiguration } from '../values/configuration.js';
import { allOf } from '../values/digital-state.js';
import { encodeReading, type Measured } from '../values/encode-reading.js';
import { signalTypes } from '../values/type-codes.js';
import { ServiceableModule } from './serviceable-module.js';
import type { SimulationTime } from './simulated-module.js';
import type { SimulatedModuleOptions } from './stored-settings.js';

export interface SimulatedAnalogOptions extends SimulatedModuleOptions {
  /** What the channels measure; 0 where nothing is said. */
  values?: readonly Measured[];
  /** Writes range marks as firmware up to B1.4 does. */
  oldMarks?: boolean;
  /** Degrees Celsius; 25 by default. */
  coldJunction?: number;
}

/** A simulated module with analog inputs, of any family that has nothing besides them. ±10 V unless `typeCode` says else. */
export class SimulatedAnalogInputModule extends ServiceableModule {
  readonly #features: AnalogInputFeatures;
  readonly #values: Measured[];
  readonly #ranges: number[];
  readonly #analog: SimulatedAnalogOptions;
  #mask: number;
  #snapshot: { readings: string; fresh: boolean } | undefined;
  #calibrating = false;
  #offset = { sign: '+', hundredths: 0 };

  constructor(family: Family, options: SimulatedAnalogOptions & SimulationTime = {}) {
    super(family, options, 0x08);
    const features = family.analogInput;
    if (features === undefined || family.defaults === 'pair')
      throw new UsageError(`there is no simulation of the ${family.title}`);
    this.#features = features;
    this.#analog = options;
    this.#values = Array.from({ length: features.channels }, (_, index) => options.values?.[index] ?? 0);
    this.#ranges = Array<number>(features.channels).fill(this.stored.typeCode);
    this.#mask = allOf(features.channels);
    this.#knowReadings();
    this.#knowChannels();
    this.#knowCalibration();
    this.knowService();
  }

  /** What a channel measures from now on. */
  setValue(channel: number, value: Measured): void {
    if (!(channel in this.#values)) throw new UsageError(`there is no analog input ${channel}`);
    this.#values[channel] = value;
  }

  get #format(): DataFormat {
    const { address, typeCode: type, baudCode: baud, flags } = this.stored;
    return decodeConfiguration({ address, type, baud, flags }, 'analog-input')?.format ?? 'engineering';
  }

  #reading(channel: number, format = this.#format): string {
    const enabled = (this.#mask & (1 << channel)) !== 0;
    const code = this.#features.channelRanges ? this.#ranges[channel]! : this.stored.typeCode;
    const oldMarks = this.#analog.oldMarks === true;
    return encodeReading(enabled ? this.#values[channel]! : 'disabled', {
      format,
      type: signalTypes.get(code),
      oldMarks,
    });
  }

  #readings(format = this.#format): string {
    return this.#values.map((_, channel) => this.#reading(channel, format)).join('');
  }

  #knowReadings(): void {
    const { channelDigits, coldJunction, synchronized } = this.#features;
    const form = () => (this.#format === 'hex' ? 1 : 0);
    this.on(readAllInputs, () => this.reply(readAllInputs, { readings: this.#readings() }, form()));
    if (channelDigits === 1) {
      this.on(readInput, ({ channel }) =>
        this.#with(channel, () => this.reply(readInput, { readings: this.#reading(channel) }, form())),
      );
    }
    this.on(readAllHex, () => this.reply(readAllHex, { readings: this.#readings('hex') }));
    if (coldJunction) {
      const text = encodeReading(this.#analog.coldJunction ?? 25, {
        format: 'engineering',
        type: signalTypes.get(0x0f),
      });
      this.on(readColdJunction, () => this.reply(readColdJunction, { readings: text }));
    }
    if (!synchronized) return;
    this.on(readSynchronizedInputs, () => {
      if (this.#snapshot === undefined) return this.refused;
      const { readings, fresh } = this.#snapshot;
      this.#snapshot = { readings, fresh: false };
      return this.reply(readSynchronizedInputs, { readings, fresh: fresh ? 1 : 0 }, form());
    });
  }

  #knowChannels(): void {
    const { channels, channelRanges, maskDigits } = this.#features;
    if (maskDigits !== undefined) {
      const writeMask = maskDigits === 4 ? writeChannelMask4 : writeChannelMask2;
      this.on(writeMask, ({ mask }) => {
        if ((mask & ~allOf(channels)) !== 0) return this.refused;
        this.#mask = mask;
        return this.reply(writeMask);
      });
      const form = maskDigits === 4 ? 1 : 0;
      this.on(readChannelMask, () => this.reply(readChannelMask, { mask: this.#mask }, form));
      this.on(readDiagnosis, () => {
        const bad = this.#values.reduce<number>(
          (mask, value, channel) => (typeof value === 'string' ? mask | (1 << channel) : mask),
          0,
        );
        return this.reply(readDiagnosis, { mask: bad & this.#mask }, form);
      });
    }
    if (!channelRanges) return;
    this.on(readChannelRange, ({ channel }) =>
      this.#with(channel, () => this.reply(readChannelRange, { channel, type: this.#ranges[channel]! })),
    );
    this.on(writeChannelRange, ({ channel, type }) =>
      this.#with(channel, () => {
        if (!signalTypes.has(type)) return this.refused;
        this.#ranges[channel] = type;
        return this.reply(writeChannelRange);
      }),
    );
  }

  #knowCalibration(): void {
    this.on(enableCalibration, ({ enabled }) => {
      this.#calibrating = enabled === 1;
      return this.reply(enableCalibration);
    });
    for (const whole of [calibrateSpan, calibrateZero])
      this.on(whole, () => (this.#calibrating ? this.reply(whole) : this.refused));
    for (const one of [calibrateChannelSpan, calibrateChannelZero])
      this.on(one, ({ channel }) =>
        this.#with(channel, () => (this.#calibrating ? this.reply(one) : this.refused)),
      );
    if (!this.#features.coldJunction) return;
    this.on(readJunctionOffset, () => this.reply(readJunctionOffset, this.#offset));
    this.on(writeJunctionOffset, offset => {
      this.#offset = { ...offset };
      return this.reply(writeJunctionOffset);
    });
  }

  #with(channel: number, action: () => string): string {
    return channel < this.#features.channels ? action() : this.refused;
  }

  protected override takesType(type: number): boolean {
    return signalTypes.has(type);
  }

  protected override latchInputs(): void {
    if (this.#features.synchronized) this.#snapshot = { readings: this.#readings(), fresh: true };
  }

  protected override restarted(): void {
    super.restarted();
    this.#snapshot = undefined;
    this.#calibrating = false;
  }
}

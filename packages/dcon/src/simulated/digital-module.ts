import { UsageError } from '@bus/line';
import {
  clearInputCounter,
  clearLatches,
  readDefault,
  readDigital,
  readDigitalStatus,
  readInputCounter,
  readLatches,
  readSynchronized,
  storeDefault,
  writeGroup,
  writeOutput,
  writeOutputs1,
  writeOutputs2,
  writeOutputs4,
  writeWideGroup,
  writeWideOutput,
} from '../commands/digital.js';
import type { DigitalFeatures, Family } from '../families/family.js';
import { allOf, bitsOf, type DigitalMasks, packDigital } from '../values/digital-state.js';
import { ServiceableModule } from './serviceable-module.js';
import type { SimulationTime } from './simulated-module.js';
import type { SimulatedModuleOptions } from './stored-settings.js';

const DIGITAL_TYPE = 0x40;
const GROUPS = '0BCD';

/** A simulated module with digital inputs and outputs, of any family that has them. */
export class SimulatedDigitalModule extends ServiceableModule {
  readonly #features: DigitalFeatures;
  #outputs = 0;
  #inputs: number;
  readonly #counts: number[];
  #latched: { high: DigitalMasks; low: DigitalMasks };
  #snapshot: { masks: DigitalMasks; fresh: boolean } | undefined;
  readonly #defaults = { P: 0, S: 0 };

  constructor(family: Family, options: SimulatedModuleOptions & SimulationTime = {}) {
    super(family, options, DIGITAL_TYPE);
    const features = family.digital;
    if (features === undefined) throw new UsageError(`the ${family.title} is no digital module`);
    this.#features = features;
    // Without a signal an input reads 1.
    this.#inputs = allOf(features.inputs);
    this.#counts = Array<number>(features.inputs).fill(0);
    this.#latched = this.#freshLatches();
    this.#knowReads();
    if (features.outputs > 0) this.#knowWrites();
    if (features.counters) this.#knowCounters();
    this.knowService();
  }

  /** Outputs as they are, lowest first. */
  get outputs(): boolean[] {
    this.timePasses();
    return bitsOf(this.#outputs, this.#features.outputs);
  }

  /** Inputs as they are reported, lowest first. */
  get inputs(): boolean[] {
    return bitsOf(this.#inputs, this.#features.inputs);
  }

  /** Makes an input, by its number on the label, read 1 or 0. Edges are counted and latched. */
  setInput(input: number, on: boolean): void {
    const channel = input - this.#features.firstInput;
    if (!(channel >= 0 && channel < this.#features.inputs))
      throw new UsageError(`there is no input ${input}`);
    const was = (this.#inputs & (1 << channel)) !== 0;
    if (was === on) return;
    this.#inputs ^= 1 << channel;
    const countsRising = (this.stored.flags & 0x80) !== 0;
    if (on === countsRising) this.#counts[channel] = (this.#counts[channel]! + 1) & 0xffff;
    this.#latch();
  }

  #masks(): DigitalMasks {
    const inverted = this.stored.invert & 1 ? allOf(this.#features.inputs) : 0;
    return { outputs: this.#outputs, inputs: this.#inputs ^ inverted };
  }

  #packed(masks: DigitalMasks): { first: number; second: number } {
    return packDigital(this.#features.layout, masks);
  }

  #knowReads(): void {
    const { read, latches } = this.#features;
    if (read === '@AA') this.on(readDigital, () => this.reply(readDigital, this.#packed(this.#masks())));
    this.on(readDigitalStatus, () => this.reply(readDigitalStatus, this.#packed(this.#masks())));
    this.on(readSynchronized, () => {
      if (this.#snapshot === undefined) return this.refused;
      const { masks, fresh } = this.#snapshot;
      this.#snapshot = { masks, fresh: false };
      return this.reply(readSynchronized, { ...this.#packed(masks), fresh: fresh ? 1 : 0 });
    });
    if (!latches) return;
    this.on(readLatches, ({ high }) =>
      this.reply(readLatches, this.#packed(high ? this.#latched.high : this.#latched.low)),
    );
    this.on(clearLatches, () => {
      this.#latched = this.#freshLatches();
      return this.reply(clearLatches);
    });
  }

  #knowCounters(): void {
    const counted = (channel: number, action: () => string) =>
      channel < this.#features.inputs ? action() : this.refused;
    this.on(readInputCounter, ({ channel }) =>
      counted(channel, () => this.reply(readInputCounter, { value: this.#counts[channel]! })),
    );
    this.on(clearInputCounter, ({ channel }) =>
      counted(channel, () => {
        this.#counts[channel] = 0;
        return this.reply(clearInputCounter);
      }),
    );
  }

  #knowWrites(): void {
    const { writeAll, writeOne, outputs } = this.#features;
    if (writeAll === '@1' || this.family.name === '7065')
      this.on(writeOutputs1, ({ data }) => this.#write(allOf(outputs), data));
    if (writeAll === '@2') this.on(writeOutputs2, ({ data }) => this.#write(allOf(outputs), data));
    if (writeAll === '@4') this.on(writeOutputs4, ({ data }) => this.#write(allOf(outputs), data));
    if (writeOne === 'wide') {
      this.on(writeWideGroup, ({ data }) => this.#write(allOf(outputs), data));
      this.on(writeWideOutput, ({ channel, on }) => this.#write(1 << channel, on << channel));
    } else {
      this.on(writeGroup, ({ group, data }) => {
        const shift = 8 * Math.max(0, GROUPS.indexOf(group));
        return this.#write(allOf(outputs) & (0xff << shift), data << shift);
      });
      this.on(writeOutput, ({ group, channel, on }) => {
        const shift = 8 * Math.max(0, GROUPS.indexOf(group)) + channel;
        return channel > 7 ? this.outputRefused : this.#write(1 << shift, on << shift);
      });
    }
    if (this.family.defaults === 'none') return;
    const shift = this.family.defaults === 'digital' ? 8 : 0;
    this.on(readDefault, ({ which }) =>
      this.reply(readDefault, { value: this.#defaults[which as 'P' | 'S'] << shift }),
    );
    this.on(storeDefault, ({ which }) => {
      this.#defaults[which as 'P' | 'S'] = this.#outputs;
      return this.reply(storeDefault);
    });
  }

  /** Sets the outputs in `mask` to `value`. */
  #write(mask: number, value: number): string {
    const all = allOf(this.#features.outputs);
    if ((value & ~(mask & all)) !== 0 || (mask & all) === 0) return this.outputRefused;
    if (this.stored.tripped) return '!';
    this.#outputs = (this.#outputs & ~mask) | value;
    this.#latch();
    return '>';
  }

  #freshLatches(): { high: DigitalMasks; low: DigitalMasks } {
    const { outputs, inputs } = this.#masks();
    const inverse = {
      outputs: ~outputs & allOf(this.#features.outputs),
      inputs: ~inputs & allOf(this.#features.inputs),
    };
    return { high: { outputs, inputs }, low: inverse };
  }

  #latch(): void {
    const now = this.#freshLatches();
    const join = (a: DigitalMasks, b: DigitalMasks) => ({
      outputs: a.outputs | b.outputs,
      inputs: a.inputs | b.inputs,
    });
    this.#latched = { high: join(this.#latched.high, now.high), low: join(this.#latched.low, now.low) };
  }

  protected override latchInputs(): void {
    this.#snapshot = { masks: this.#masks(), fresh: true };
  }

  protected override goSafe(): void {
    this.#outputs = this.#defaults.S;
    this.#latch();
  }

  protected override restarted(): void {
    super.restarted();
    this.#outputs = this.stored.tripped ? this.#defaults.S : this.#defaults.P;
    this.#snapshot = undefined;
    this.#counts.fill(0);
    this.#latched = this.#freshLatches();
  }
}

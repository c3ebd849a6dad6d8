import { UsageError } from '@bus/line';
import { readAlarmState, writeAlarmOutputs } from '../commands/alarm.js';
import {
  readCounter,
  readDisplay,
  readFilter,
  readGate,
  readInputMode,
  readMaximum,
  readOverflow,
  readPreset,
  readPulseWidth,
  readRunning,
  readTriggerLevel,
  resetCounter,
  showText,
  writeDisplay,
  writeFilter,
  writeGate,
  writeInputMode,
  writeMaximum,
  writePreset,
  writePulseWidth,
  writeRunning,
  writeTriggerLevel,
} from '../commands/counter.js';
import type { Family } from '../families/family.js';
import { counterAlarms } from './counter-alarms.js';
import { ServiceableModule } from './serviceable-module.js';
import type { SimulationTime } from './simulated-module.js';
import type { SimulatedModuleOptions } from './stored-settings.js';

interface Counter {
  value: number;
  preset: number;
  maximum: number;
  overflow: boolean;
  running: boolean;
}

const COUNTER_TYPE = 0x50;

/** A simulated counter and frequency module. It counts pulses that it is given, or says the frequency that it is told. */
export class SimulatedCounterModule extends ServiceableModule {
  readonly #counters: Counter[];
  readonly #frequencies: number[];
  readonly #widths = { H: 5, L: 5 };
  readonly #levels = { H: 24, L: 8 };
  #filter = 0;
  #gate = '2';
  #mode = '0';
  #display = 0;
  /** What the display shows, when text was sent to it. */
  shown = '';
  #outputs = 0;

  constructor(family: Family, options: SimulatedModuleOptions & SimulationTime = {}) {
    super(family, options, COUNTER_TYPE);
    if (family.counter === undefined) throw new UsageError(`the ${family.title} is no counter module`);
    const { channels } = family.counter;
    this.#counters = Array.from({ length: channels }, () => ({
      value: 0,
      preset: 0,
      maximum: 0xffffffff,
      overflow: false,
      running: true,
    }));
    this.#frequencies = Array<number>(channels).fill(0);
    this.#knowCounters();
    this.#knowLimits();
    this.#knowInputs();
    this.#knowOutputs();
    counterAlarms(
      (command, handle) => this.on(command, handle),
      (command, fields) => this.reply(command, fields),
    );
    this.knowService();
  }

  /** Outputs, bits 0 and 1. */
  get outputs(): number {
    this.timePasses();
    return this.#outputs;
  }

  /** Pulses arrive. */
  pulse(channel: number, pulses = 1): void {
    const counter = this.#counters[channel];
    if (counter === undefined) throw new UsageError(`there is no counter ${channel}`);
    if (!counter.running) return;
    // Nobody keeps a host from storing a maximum below the preset value.
    const range = Math.max(1, counter.maximum - counter.preset + 1);
    const count = counter.value - counter.preset + pulses;
    if (count >= range) counter.overflow = true;
    counter.value = counter.preset + (count % range);
  }

  /** The frequency that is measured, in hertz. The module says whole ones. */
  setFrequency(channel: number, hertz: number): void {
    const whole = Math.round(hertz);
    if (!(whole >= 0 && whole <= 0xffffffff)) throw new UsageError(`${hertz} is no frequency`);
    this.#frequencies[channel] = whole;
  }

  #with(channel: number, action: (counter: Counter) => string): string {
    const counter = this.#counters[channel];
    return counter === undefined ? this.refused : action(counter);
  }

  #knowCounters(): void {
    this.on(readCounter, ({ channel }) =>
      this.#with(channel, ({ value }) => {
        const measured = this.stored.typeCode === 0x51 ? this.#frequencies[channel]! : value;
        return this.reply(readCounter, { value: measured });
      }),
    );
    this.on(resetCounter, ({ channel }) =>
      this.#with(channel, counter => {
        counter.value = counter.preset;
        counter.overflow = false;
        return this.reply(resetCounter);
      }),
    );
    this.on(readOverflow, ({ channel }) =>
      this.#with(channel, ({ overflow }) => this.reply(readOverflow, { overflow: overflow ? 1 : 0 })),
    );
    this.on(readRunning, ({ channel }) =>
      this.#with(channel, ({ running }) => this.reply(readRunning, { running: running ? 1 : 0 })),
    );
    this.on(writeRunning, ({ channel, running }) =>
      this.#with(channel, counter => {
        counter.running = running === 1;
        return this.reply(writeRunning);
      }),
    );
  }

  #knowLimits(): void {
    for (const [read, write, what] of [
      [readMaximum, writeMaximum, 'maximum'],
      [readPreset, writePreset, 'preset'],
    ] as const) {
      this.on(read, ({ channel }) =>
        this.#with(channel, counter => this.reply(read, { value: counter[what] })),
      );
      this.on(write, ({ channel, value }) =>
        this.#with(channel, counter => {
          counter[what] = value;
          return this.reply(write);
        }),
      );
    }
  }

  #knowInputs(): void {
    this.on(readFilter, () => this.reply(readFilter, { on: this.#filter }));
    this.on(writeFilter, ({ on }) => this.#done(writeFilter, () => (this.#filter = on)));
    this.on(readPulseWidth, ({ level }) =>
      this.reply(readPulseWidth, { microseconds: this.#widths[level as 'H' | 'L'] }),
    );
    this.on(writePulseWidth, ({ level, microseconds }) =>
      this.#done(writePulseWidth, () => (this.#widths[level as 'H' | 'L'] = microseconds)),
    );
    this.on(readTriggerLevel, ({ level }) =>
      this.reply(readTriggerLevel, { tenths: this.#levels[level as 'H' | 'L'] }),
    );
    this.on(writeTriggerLevel, ({ level, tenths }) =>
      this.#done(writeTriggerLevel, () => (this.#levels[level as 'H' | 'L'] = tenths)),
    );
    this.on(readGate, () => this.reply(readGate, { gate: this.#gate }));
    this.on(writeGate, ({ gate }) => this.#done(writeGate, () => (this.#gate = gate)));
    this.on(readInputMode, () => this.reply(readInputMode, { mode: this.#mode }));
    this.on(writeInputMode, ({ mode }) => this.#done(writeInputMode, () => (this.#mode = mode)));
    this.on(readDisplay, () => this.reply(readDisplay, { source: this.#display }));
    this.on(writeDisplay, ({ source }) => this.#done(writeDisplay, () => (this.#display = source)));
    this.on(showText, ({ text }) => this.#done(showText, () => (this.shown = text)));
  }

  #done(command: { readonly answers: typeof writeFilter.answers }, action: () => unknown): string {
    action();
    return command.answers[0]!.encode(this.stored.address, {});
  }

  #knowOutputs(): void {
    this.on(readAlarmState, () =>
      this.reply(readAlarmState, { alarm: 0, outputs: this.#outputs, inputs: 0 }),
    );
    this.on(writeAlarmOutputs, ({ outputs }) => {
      if (outputs > 3) return this.refused;
      if (this.stored.tripped) return '!';
      this.#outputs = outputs;
      return this.reply(writeAlarmOutputs);
    });
  }

  protected override takesType(type: number): boolean {
    return type === 0x50 || type === 0x51;
  }

  protected override goSafe(): void {
    this.#outputs = 0;
  }

  protected override restarted(): void {
    super.restarted();
    for (const counter of this.#counters)
      Object.assign(counter, { value: counter.preset, overflow: false, running: true });
    this.#outputs = 0;
  }
}

import { UsageError } from '@bus/line';
import {
  readDisplay,
  readFilter,
  readGate,
  readInputMode,
  readPulseWidth,
  readTriggerLevel,
  showText,
  writeDisplay,
  writeFilter,
  writeGate,
  writeInputMode,
  writePulseWidth,
  writeTriggerLevel,
} from '../commands/counter.js';
import type { CallOptions, ModuleRequests } from './module-requests.js';

export type GateMode = 'low' | 'high' | 'ignored';
export type InputMode = 'ttl' | 'isolated' | 'ttl+isolated' | 'isolated+ttl';

const GATES: readonly GateMode[] = ['low', 'high', 'ignored'];
const INPUT_MODES: readonly InputMode[] = ['ttl', 'isolated', 'ttl+isolated', 'isolated+ttl'];

/** How a counter module looks at its inputs, which is stored in EEPROM, and its display. */
export class CounterSettings {
  readonly #requests: ModuleRequests;

  constructor(requests: ModuleRequests) {
    this.#requests = requests;
  }

  async filter(options: CallOptions = {}): Promise<boolean> {
    return (await this.#requests.ask(readFilter, {}, options)).on === 1;
  }
  async setFilter(on: boolean, options: CallOptions = {}): Promise<void> {
    await this.#requests.ask(writeFilter, { on: on ? 1 : 0 }, options);
  }

  /** Shortest pulse that counts, in microseconds. */
  async pulseWidth(level: 'high' | 'low', options: CallOptions = {}): Promise<number> {
    return (await this.#requests.ask(readPulseWidth, { level: letterOf(level) }, options)).microseconds;
  }
  async setPulseWidth(level: 'high' | 'low', microseconds: number, options: CallOptions = {}): Promise<void> {
    await this.#requests.ask(writePulseWidth, { level: letterOf(level), microseconds }, options);
  }

  /** Voltage above (`high`) or below (`low`) which a TTL input switches. */
  async triggerLevel(level: 'high' | 'low', options: CallOptions = {}): Promise<number> {
    return (await this.#requests.ask(readTriggerLevel, { level: letterOf(level) }, options)).tenths / 10;
  }
  async setTriggerLevel(level: 'high' | 'low', volts: number, options: CallOptions = {}): Promise<void> {
    const tenths = Math.round(volts * 10);
    if (!(Math.abs(tenths - volts * 10) < 1e-6))
      throw new UsageError(`trigger levels are tenths of a volt, not ${volts}`);
    await this.#requests.ask(writeTriggerLevel, { level: letterOf(level), tenths }, options);
  }

  async gate(options: CallOptions = {}): Promise<GateMode> {
    return GATES[Number((await this.#requests.ask(readGate, {}, options)).gate)]!;
  }
  async setGate(gate: GateMode, options: CallOptions = {}): Promise<void> {
    await this.#requests.ask(writeGate, { gate: String(GATES.indexOf(gate)) }, options);
  }

  /** Which kind of input each counter listens to. */
  async inputMode(options: CallOptions = {}): Promise<InputMode> {
    return INPUT_MODES[Number((await this.#requests.ask(readInputMode, {}, options)).mode)]!;
  }
  async setInputMode(mode: InputMode, options: CallOptions = {}): Promise<void> {
    await this.#requests.ask(writeInputMode, { mode: String(INPUT_MODES.indexOf(mode)) }, options);
  }

  /** Which counter the display of a `D` model shows, or the code for text. */
  async displaySource(options: CallOptions = {}): Promise<number> {
    return (await this.#requests.ask(readDisplay, {}, options)).source;
  }
  async setDisplaySource(source: number, options: CallOptions = {}): Promise<void> {
    await this.#requests.ask(writeDisplay, { source }, options);
  }

  /** Shows text on the display of a `D` model. */
  async showText(text: string, options: CallOptions = {}): Promise<void> {
    await this.#requests.ask(showText, { text }, options);
  }
}

const letterOf = (level: 'high' | 'low'): string => (level === 'high' ? 'H' : 'L');

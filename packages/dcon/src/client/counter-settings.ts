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
import type { Answer } from '../exchange.js';
import type { Command } from '../wire/command.js';
import type { CallOptions, ModuleRequests } from './module-requests.js';
import { requireKind } from './require-kind.js';

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
    return (await this.#ask(readFilter, {}, options)).on === 1;
  }
  async setFilter(on: boolean, options: CallOptions = {}): Promise<void> {
    await this.#ask(writeFilter, { on: on ? 1 : 0 }, options);
  }

  /** Shortest pulse that counts, in microseconds. */
  async pulseWidth(level: 'high' | 'low', options: CallOptions = {}): Promise<number> {
    return (await this.#ask(readPulseWidth, { level: letterOf(level) }, options)).microseconds;
  }
  async setPulseWidth(level: 'high' | 'low', microseconds: number, options: CallOptions = {}): Promise<void> {
    await this.#ask(writePulseWidth, { level: letterOf(level), microseconds }, options);
  }

  /** Voltage above (`high`) or below (`low`) which a TTL input switches. */
  async triggerLevel(level: 'high' | 'low', options: CallOptions = {}): Promise<number> {
    return (await this.#ask(readTriggerLevel, { level: letterOf(level) }, options)).tenths / 10;
  }
  async setTriggerLevel(level: 'high' | 'low', volts: number, options: CallOptions = {}): Promise<void> {
    const tenths = Math.round(volts * 10);
    if (!(Math.abs(tenths - volts * 10) < 1e-6))
      throw new UsageError(`trigger levels are tenths of a volt, not ${volts}`);
    await this.#ask(writeTriggerLevel, { level: letterOf(level), tenths }, options);
  }

  async gate(options: CallOptions = {}): Promise<GateMode> {
    return GATES[Number((await this.#ask(readGate, {}, options)).gate)]!;
  }
  async setGate(gate: GateMode, options: CallOptions = {}): Promise<void> {
    await this.#ask(writeGate, { gate: String(GATES.indexOf(gate)) }, options);
  }

  /** Which kind of input each counter listens to. */
  async inputMode(options: CallOptions = {}): Promise<InputMode> {
    return INPUT_MODES[Number((await this.#ask(readInputMode, {}, options)).mode)]!;
  }
  async setInputMode(mode: InputMode, options: CallOptions = {}): Promise<void> {
    await this.#ask(writeInputMode, { mode: String(INPUT_MODES.indexOf(mode)) }, options);
  }

  /** Which counter the display of a `D` model shows, or the code for text. */
  async displaySource(options: CallOptions = {}): Promise<number> {
    return (await this.#ask(readDisplay, {}, options)).source;
  }
  async setDisplaySource(source: number, options: CallOptions = {}): Promise<void> {
    await this.#ask(writeDisplay, { source }, options);
  }

  /** Shows text on the display of a `D` model. */
  async showText(text: string, options: CallOptions = {}): Promise<void> {
    await this.#ask(showText, { text }, options);
  }

  /** To an analog output, `$AA4` stores its power-on value, and `$AA9` and three digits are a range. */
  async #ask<Q, A>(command: Command<Q, A>, fields: Q, options: CallOptions): Promise<Answer<A>> {
    await requireKind(this.#requests, ['counter'], 'settings of counters', options);
    return this.#requests.ask(command, fields, options);
  }
}

const letterOf = (level: 'high' | 'low'): string => (level === 'high' ? 'H' : 'L');

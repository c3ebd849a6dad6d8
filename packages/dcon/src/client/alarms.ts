import {
  clearAlarm,
  clearEventCounter,
  disableAlarm,
  enableAlarm,
  readAlarmState,
  readEventCounter,
  readHighAlarm,
  readLowAlarm,
  writeAlarmOutputs,
  writeHighAlarm,
  writeLowAlarm,
} from '../commands/alarm.js';
import type { Answer } from '../exchange.js';
import type { Command } from '../wire/command.js';
import { checkAnswer } from './check-answer.js';
import type { CallOptions, ModuleRequests } from './module-requests.js';
import { requireKind } from './require-kind.js';

/** The two outputs and the input of an analog or counter module, and what its alarm does with them. */
export interface AlarmState {
  /** Analog inputs: 0 off, 1 momentary, 2 latched. Counter modules have codes of their own. */
  readonly mode: number;
  readonly outputs: number;
  readonly inputs: number;
}

/**
 * Alarms, outputs and event counter of 7011-class modules; `state`, `setOutputs` and `clear` also of counter modules. Limits are
 * text in the module's data format, such as `+2.5000`, because nothing in them says what unit they are in.
 */
export class Alarms {
  readonly #requests: ModuleRequests;

  constructor(requests: ModuleRequests) {
    this.#requests = requests;
  }

  async state(options: CallOptions = {}): Promise<AlarmState> {
    const { alarm, outputs, inputs } = await this.#askAny(readAlarmState, {}, options);
    return { mode: alarm, outputs, inputs };
  }

  /** Sets both outputs (bits 0 and 1). Refused while an alarm owns them. */
  async setOutputs(outputs: number, options: CallOptions = {}): Promise<void> {
    await this.#askAny(writeAlarmOutputs, { outputs }, options);
  }

  async limits(options: CallOptions = {}): Promise<{ high: string; low: string }> {
    const high = await this.#ask(readHighAlarm, {}, options);
    const low = await this.#ask(readLowAlarm, {}, options);
    return { high: high.limit, low: low.limit };
  }

  async setLimits({ high, low }: { high?: string; low?: string }, options: CallOptions = {}): Promise<void> {
    if (high !== undefined) await this.#ask(writeHighAlarm, { limit: high }, options);
    if (low !== undefined) await this.#ask(writeLowAlarm, { limit: low }, options);
  }

  async enable(mode: 'momentary' | 'latched', options: CallOptions = {}): Promise<void> {
    await this.#ask(enableAlarm, { mode: mode === 'latched' ? 'L' : 'M' }, options);
  }
  async disable(options: CallOptions = {}): Promise<void> {
    await this.#ask(disableAlarm, {}, options);
  }
  async clear(options: CallOptions = {}): Promise<void> {
    await this.#askAny(clearAlarm, {}, options);
  }

  /** How often the input has switched, 0..65535. */
  async events(options: CallOptions = {}): Promise<number> {
    const { value } = await this.#ask(readEventCounter, {}, options);
    checkAnswer(value <= 0xffff, `the event counter reads ${value}`);
    return value;
  }
  async clearEvents(options: CallOptions = {}): Promise<void> {
    await this.#ask(clearEventCounter, {}, options);
  }

  async #ask<Q, A>(command: Command<Q, A>, fields: Q, options: CallOptions): Promise<Answer<A>> {
    await requireKind(this.#requests, ['analog-input'], 'alarms like these', options);
    return this.#requests.ask(command, fields, options);
  }

  /** What counter modules have as well. */
  async #askAny<Q, A>(command: Command<Q, A>, fields: Q, options: CallOptions): Promise<Answer<A>> {
    await requireKind(this.#requests, ['analog-input', 'counter'], 'alarms', options);
    return this.#requests.ask(command, fields, options);
  }
}

import { UsageError } from '@bus/line';
import { readCounterLimit, writeCounterLimit } from '../commands/alarm.js';
import {
  readCounter,
  readMaximum,
  readOverflow,
  readPreset,
  readRunning,
  resetCounter,
  writeMaximum,
  writePreset,
  writeRunning,
} from '../commands/counter.js';
import type { CallOptions, ModuleRequests } from './module-requests.js';

/** Counters of a counter module; they count from 0. Values are 32 bits wide. */
export class Counters {
  readonly #requests: ModuleRequests;

  constructor(requests: ModuleRequests) {
    this.#requests = requests;
  }

  /** The count. @throws {UsageError} the module measures frequency. */
  read(channel: number, options: CallOptions = {}): Promise<number> {
    return this.#requests.whileUnchanged(async () => {
      const { mode } = await this.#mode(options);
      if (mode === 'frequency') throw new UsageError('the module measures frequency: use frequency()');
      return (await this.#requests.ask(readCounter, await this.#channel(channel, options), options)).value;
    });
  }

  /** Hertz. @throws {UsageError} the module counts. */
  frequency(channel: number, options: CallOptions = {}): Promise<number> {
    return this.#requests.whileUnchanged(async () => {
      const { mode } = await this.#mode(options);
      if (mode !== 'frequency') throw new UsageError('the module counts: use read()');
      return (await this.#requests.ask(readCounter, await this.#channel(channel, options), options)).value;
    });
  }

  /** Sets the counter to its preset value and clears its overflow. */
  async reset(channel: number, options: CallOptions = {}): Promise<void> {
    await this.#requests.ask(resetCounter, await this.#channel(channel, options), options);
  }

  async overflowed(channel: number, options: CallOptions = {}): Promise<boolean> {
    return (
      (await this.#requests.ask(readOverflow, await this.#channel(channel, options), options)).overflow === 1
    );
  }

  async running(channel: number, options: CallOptions = {}): Promise<boolean> {
    return (
      (await this.#requests.ask(readRunning, await this.#channel(channel, options), options)).running === 1
    );
  }

  async start(channel: number, options: CallOptions = {}): Promise<void> {
    await this.#requests.ask(
      writeRunning,
      { ...(await this.#channel(channel, options)), running: 1 },
      options,
    );
  }

  async stop(channel: number, options: CallOptions = {}): Promise<void> {
    await this.#requests.ask(
      writeRunning,
      { ...(await this.#channel(channel, options)), running: 0 },
      options,
    );
  }

  /** The count at which it overflows. */
  async maximum(channel: number, options: CallOptions = {}): Promise<number> {
    return (await this.#requests.ask(readMaximum, await this.#channel(channel, options), options)).value;
  }

  async setMaximum(channel: number, value: number, options: CallOptions = {}): Promise<void> {
    await this.#requests.ask(writeMaximum, { ...(await this.#channel(channel, options)), value }, options);
  }

  /** The count at which it begins. */
  async preset(channel: number, options: CallOptions = {}): Promise<number> {
    return (await this.#requests.ask(readPreset, await this.#channel(channel, options), options)).value;
  }

  async setPreset(channel: number, value: number, options: CallOptions = {}): Promise<void> {
    await this.#requests.ask(writePreset, { ...(await this.#channel(channel, options)), value }, options);
  }

  /** The count at which the counter's alarm goes off. */
  async limit(channel: number, options: CallOptions = {}): Promise<number> {
    const { channel: counter } = await this.#channel(channel, options);
    return (await this.#requests.ask(readCounterLimit, { counter: 'PA'[counter]! }, options)).limit;
  }

  /** Stored in EEPROM. */
  async setLimit(channel: number, limit: number, options: CallOptions = {}): Promise<void> {
    const { channel: counter } = await this.#channel(channel, options);
    await this.#requests.ask(writeCounterLimit, { counter: 'PS'[counter]!, limit }, options);
  }

  async #mode(options: CallOptions): Promise<{ mode?: string }> {
    await this.#requests.family(options);
    return this.#requests.configuration(options);
  }

  async #channel(channel: number, options: CallOptions): Promise<{ channel: number }> {
    const family = await this.#requests.family(options);
    if (family.counter === undefined) throw new UsageError(`the ${family.title} is no counter module`);
    const { channels } = family.counter;
    if (Number.isInteger(channel) && channel >= 0 && channel < channels) return { channel };
    throw new UsageError(`there is no counter ${channel}: this module has 0 to ${channels - 1}`);
  }
}

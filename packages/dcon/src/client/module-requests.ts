import {
  DeviceError,
  type ExchangeOptions,
  type Line,
  ReplyError,
  TimeoutError,
  UsageError,
} from '@bus/line';
import { readConfiguration, readName } from '../commands/common.js';
import { allCommands } from '../commands/index.js';
import { type Answer, dconExchange, type Question, questionOf } from '../exchange.js';
import { commandsOfFamily, type DigitalByte, type Family } from '../families/family.js';
import { familyOf, requireFamily } from '../families/index.js';
import { type DconFraming, dconFraming } from '../framing.js';
import { type RawOptions, rawQuestion } from '../raw-question.js';
import { type Configuration, decodeConfiguration } from '../values/configuration.js';
import type { Command } from '../wire/command.js';
import { checksumOf } from '../wire/frame-text.js';
import { addressText } from '../wire/leads.js';
import { type ModuleMemory, memoryOf } from './module-memory.js';
import { exclusively } from './turns.js';

export interface ModuleOptions {
  /**
   * Whether the module's checksum is on; `false` by default, as delivered. `auto` finds out with harmless commands. With
   * `true`, a command that would be a write to a module without checksum is not sent before the module has answered a
   * harmless one with a checksum.
   */
  checksum?: boolean | 'auto';
  /** The model, such as `7044`; without it, typed methods ask the module for its name once. */
  family?: string | Family;
  /** Which byte of a digital answer holds what, where the family's entry is not right for your module. */
  layout?: readonly [DigitalByte, DigitalByte];
  /** Inputs that read true where the module says 0: all, or those with these numbers on the label. None by default. */
  invertInputs?: boolean | readonly number[];
  /** Allows typed methods that depend on what no source confirms of the family. `false` by default. */
  acceptUnconfirmed?: boolean;
  /** Milliseconds of silence before a request on a serial line; 2 by default. */
  gap?: number;
}

/** How one call may differ from the line's settings. */
export type CallOptions = ExchangeOptions;

/** Milliseconds that a module of an unknown family is left alone after its configuration was written. */
const BUSY_TIME = 1000;

const framings = new Map<string, DconFraming>();
function framingWith(checksum: boolean, gap: number | undefined): DconFraming {
  const key = `${checksum} ${gap}`;
  let framing = framings.get(key);
  if (framing === undefined) {
    framing = dconFraming({ checksum, ...(gap === undefined ? {} : { gap }) });
    framings.set(key, framing);
  }
  return framing;
}

/** Asks one module: what all groups of methods stand on. */
export class ModuleRequests {
  readonly line: Line;
  readonly address: number;
  readonly options: ModuleOptions;
  /** What is remembered of the module. */
  readonly memory: ModuleMemory;
  #checksum: boolean | undefined;
  /** True once the module has answered in the checksum setting that is used. */
  #proven = false;
  #family: Family | undefined;

  constructor(line: Line, address: number, options: ModuleOptions) {
    if (!Number.isInteger(address) || address < 0 || address > 255)
      throw new UsageError(`a module's address is 0 to 255, not ${address}`);
    this.line = line;
    this.address = address;
    this.options = options;
    this.memory = memoryOf(line, address);
    const { checksum = false, family } = options;
    this.#checksum = checksum === 'auto' ? undefined : checksum;
    this.#family = typeof family === 'string' ? requireFamily(family) : family;
  }

  /** The family, as far as it is known by now. */
  get knownFamily(): Family | undefined {
    return this.#family;
  }

  /** Whether frames carry a checksum; undefined until it was found out. */
  get checksum(): boolean | undefined {
    return this.#checksum;
  }

  /** Asks a command of the table. Whatever is no plain read waits until nobody else writes to the module. */
  async ask<Q, A>(command: Command<Q, A>, fields: Q, options: CallOptions = {}): Promise<Answer<A>> {
    const question = questionOf(command, this.address, fields);
    const send = () => this.#send(question, options);
    return command.effect === 'read' ? send() : this.exclusively(send, options.signal);
  }

  /** The same for use inside `exclusively`. */
  async askWithin<Q, A>(command: Command<Q, A>, fields: Q, options: CallOptions = {}): Promise<Answer<A>> {
    return this.#send(questionOf(command, this.address, fields), options);
  }

  async raw(text: string, options: RawOptions & CallOptions = {}): Promise<string> {
    const question = rawQuestion(text, options, this.#family && commandsOfFamily(this.#family));
    if (question.address !== this.address) {
      throw new UsageError(
        `${text} is for module ${addressText(question.address)}, and this is ${addressText(this.address)}`,
      );
    }
    const send = () => this.#send(question, options);
    return question.effect === 'read' ? send() : this.exclusively(send, options.signal);
  }

  /** Has the module to itself, as far as writes through this line go. */
  exclusively<T>(task: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    return exclusively(this.line, this.address, task, signal);
  }

  /**
   * The family: as given, as found before, or by asking the module for its name.
   *
   * @throws {UsageError} the name is not in the table.
   */
  async family(options: CallOptions = {}): Promise<Family> {
    if (this.#family !== undefined) return this.#family;
    const { name } = await this.ask(readName, {}, options);
    return this.recognise(name, requireFamily(name));
  }

  /** Remembers what the module calls itself. */
  recognise<F extends Family | undefined>(name: string, family = familyOf(name) as F): F {
    this.#family ??= family;
    return family;
  }

  /** The configuration as it was read last, or read now. */
  async configuration(options: CallOptions & { fresh?: boolean } = {}): Promise<Configuration> {
    const { memory } = this;
    if (memory.configuration !== undefined && options.fresh !== true) return memory.configuration;
    const answer = await this.ask(readConfiguration, {}, options);
    const decoded = decodeConfiguration({ ...answer, address: answer.address! }, this.#family?.kind);
    if (decoded === undefined)
      throw new ReplyError('malformed', `module ${addressText(this.address)} has a speed that no module has`);
    memory.configuration = decoded;
    return decoded;
  }

  /**
   * Reads something whose meaning depends on the module's settings, and again when those were changed meanwhile.
   *
   * @throws {ReplyError} they were changed each time.
   */
  async whileUnchanged<T>(read: () => Promise<T>, attempts = 3): Promise<T> {
    for (let attempt = 1; attempt <= attempts; attempt += 1) {
      const { changes } = this.memory;
      const value = await read();
      if (changes === this.memory.changes) return value;
    }
    throw new ReplyError(
      'malformed',
      `module ${addressText(this.address)}: its settings were changed while it was read`,
    );
  }

  async #send<T>(question: Question<T>, { signal, timeout, retries, repeatable }: CallOptions): Promise<T> {
    if (question.effect === 'eeprom' && repeatable === true)
      throw new UsageError(`${question.label}: what is stored in EEPROM is never repeated by itself`);
    const call: ExchangeOptions = {
      ...(signal === undefined ? {} : { signal }),
      ...(timeout === undefined ? {} : { timeout }),
      ...(retries === undefined ? {} : { retries }),
    };
    this.#checksum ??= await this.#probe(call);
    if (this.#checksum && !this.#proven && isOtherCommandWithChecksum(question.text))
      await this.#exchange(questionOf(readName, this.address, {}), true, call);
    try {
      const settings = repeatable === undefined ? call : { ...call, repeatable };
      return await this.#exchange(question, this.#checksum, settings);
    } finally {
      if (question.effect === 'eeprom') {
        this.memory.forget();
        memoryOf(this.line, question.answersFrom).forget();
      }
    }
  }

  async #exchange<T>(question: Question<T>, checksum: boolean, options: ExchangeOptions): Promise<T> {
    const framing = framingWith(checksum, this.options.gap);
    // Without a gap of its own a question would not wait for the one that a configuration write asks for.
    const minGap = question.text.startsWith('%') ? (this.#family?.busyTime ?? BUSY_TIME) : 0;
    // All exchanges keep one shape for V8, which a literal with a spread does not give them.
    const exchange = Object.assign(dconExchange(framing, question), { minGap });
    const value = await this.line.exchange(exchange, options);
    this.#proven = true;
    return value;
  }

  /** `$AAM` without a checksum and then with: neither is any other command in the other setting. */
  async #probe(options: ExchangeOptions): Promise<boolean> {
    const question = questionOf(readName, this.address, {});
    let first: TimeoutError;
    try {
      await this.#exchange(question, false, options);
      return false;
    } catch (error) {
      // A refusal is an answer, and it came without a checksum.
      if (error instanceof DeviceError) return false;
      if (!(error instanceof TimeoutError)) throw error;
      first = error;
    }
    try {
      await this.#exchange(question, true, options);
      return true;
    } catch (error) {
      // Something may have come to the first question: silence after the second does not make the address empty.
      throw error instanceof TimeoutError && error.code === 'no-reply' ? first : error;
    }
  }
}

/**
 * Whether a module whose checksum is off would take the checksum for data and carry out another command that changes
 * something: `@01` with A1 behind it is "set the outputs to A1".
 */
function isOtherCommandWithChecksum(text: string): boolean {
  const taken = text + checksumOf(text);
  return allCommands.some(({ effect, request }) => effect !== 'read' && request.decode(taken) !== undefined);
}

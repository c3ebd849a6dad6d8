import { BusError, type ExchangeOptions, type Framing, type Line, ReplyError, UsageError } from '@bus/line';
import { readExchange, setExchange } from './drio-exchange.js';
import { drioFraming } from './drio-framing.js';
import { type DrioOptions, type DrioSettings, drioSettings } from './drio-options.js';
import {
  type DrioRelays,
  type DrioState,
  describeRelays,
  KNOWN_BITS,
  RELAY_1,
  RELAY_2,
  RELAYS,
  relayBits,
  relaysOf,
  stateOf,
} from './drio-state.js';
import { inTurn } from './in-turn.js';
import { RelayMismatchError } from './relay-mismatch-error.js';

/** How one call may differ: `retries` are further attempts of each read, by default those of the line. */
export type DrioCallOptions = Pick<ExchangeOptions, 'timeout' | 'retries' | 'signal'>;

/** One relay, leaving the other as it is. */
export interface DrioRelayControl {
  /**
   * Looks at both relays, and sets both with one of them changed. No other `set` on this line comes in between.
   *
   * @throws as {@link DrioClient.set} does.
   */
  set(relay: 1 | 2, on: boolean, options?: DrioCallOptions): Promise<DrioState | undefined>;
}

/** How often the unit is asked at most until two answers agree. */
const MOST_READS = 4;

/**
 * A 232DRIO on a line: two relays and one input.
 *
 * @example
 * const unit = new DrioClient(line, { mode: 'harsh' });
 * await unit.relays.set(1, true);
 * const { relay1, input } = await unit.read();
 */
export class DrioClient {
  readonly relays: DrioRelayControl = {
    set: (relay, on, options) => this.#setOne(relay, on, options),
  };
  readonly #line: Line;
  readonly #settings: DrioSettings;
  readonly #framing: Framing;

  /** @throws {UsageError} an option is unknown or makes no sense. */
  constructor(line: Line, options: DrioOptions = {}) {
    this.#line = line;
    this.#settings = drioSettings(options);
    const { mode, quiet, gap } = this.#settings;
    this.#framing = drioFraming({ mode, quiet, ...(gap === undefined ? {} : { gap }) });
  }

  /**
   * Asks for the relays and the input.
   *
   * @throws {TimeoutError} the unit is silent, or sent only half an answer.
   * @throws {FrameError} `harsh` mode: the complement is wrong.
   * @throws {ReplyError} too many bytes came, or bits that mean nothing, or no two answers agreed.
   * @throws {TransportError} the port failed.
   * @throws {AbortedError} `signal` fired.
   */
  async read(options: DrioCallOptions = {}): Promise<DrioState> {
    return stateOf(await this.readByte(options), this.#settings.inputPolarity);
  }

  /** The same as the raw data byte, 0..7: bit 0 relay 1, bit 1 relay 2, bit 2 the input whatever its polarity. */
  readByte(options: DrioCallOptions = {}): Promise<number> {
    const { readTwice } = this.#settings;
    const read = () => (readTwice ? this.#agreeing(KNOWN_BITS, options) : this.#ask(options));
    return this.#inTurn('read', read, options);
  }

  /**
   * Sets both relays. With `verify`, the relays are read back, and set again if they are not as ordered; the value is
   * the state that was read. Without, it is undefined, and nobody knows whether the unit heard the order.
   *
   * @throws {RelayMismatchError} the relays are not as ordered.
   * @throws {BusError} as {@link DrioClient.read} does; with `facts.outcomeUnknown`, the relays may have been set.
   */
  async set(relays: DrioRelays, options: DrioCallOptions = {}): Promise<DrioState | undefined> {
    checkOnOff('relay1', relays.relay1);
    checkOnOff('relay2', relays.relay2);
    const data = relayBits(relays);
    return await this.#inTurn(`set ${describeRelays(data)}`, () => this.#order(data, options), options);
  }

  async #setOne(relay: 1 | 2, on: boolean, options: DrioCallOptions = {}): Promise<DrioState | undefined> {
    if (relay !== 1 && relay !== 2) throw new UsageError(`a 232DRIO has relays 1 and 2, and no ${relay}`);
    checkOnOff(`relay ${relay}`, on);
    const bit = relay === 1 ? RELAY_1 : RELAY_2;
    const change = async () => {
      const now = await this.#relaysNow(options);
      return await this.#order(on ? now | bit : now & ~bit, options);
    };
    return await this.#inTurn(`set relay ${relay} ${on ? 'on' : 'off'}`, change, options);
  }

  #inTurn<T>(what: string, task: () => Promise<T>, { signal }: DrioCallOptions): Promise<T> {
    return inTurn(this.#line, `232drio, ${what}`, task, signal);
  }

  /** What is read here switches the other relay. Where a misread can't be recognised, one answer is not enough. */
  async #relaysNow(options: DrioCallOptions): Promise<number> {
    const { mode, readTwice } = this.#settings;
    const trusted = mode === 'harsh' && !readTwice;
    return (trusted ? await this.#ask(options) : await this.#agreeing(RELAYS, options)) & RELAYS;
  }

  async #order(data: number, options: DrioCallOptions): Promise<DrioState | undefined> {
    const { settle, verify, setRetries, inputPolarity } = this.#settings;
    const order = setExchange({ ...this.#settings, framing: this.#framing }, data, settle);
    const send = () => this.#line.exchange(order, this.#exchangeOptions(options));
    for (let attempt = 0; ; attempt += 1) {
      await (attempt === 0 ? send() : afterOrder(order.label, send()));
      if (!verify) return undefined;
      const found = await afterOrder(order.label, this.#ask(options));
      if ((found & RELAYS) === data) return stateOf(found, inputPolarity);
      if (attempt >= setRetries) throw mismatch(order.label, data, found);
    }
  }

  async #ask(options: DrioCallOptions): Promise<number> {
    const question = readExchange({ ...this.#settings, framing: this.#framing });
    return await this.#line.exchange(question, this.#exchangeOptions(options));
  }

  /** Asks until two answers in a row agree in the bits of `mask`. */
  async #agreeing(mask: number, options: DrioCallOptions): Promise<number> {
    let before = await this.#ask(options);
    for (let reads = 2; reads <= MOST_READS; reads += 1) {
      const now = await this.#ask(options);
      if ((now & mask) === (before & mask)) return now;
      before = now;
    }
    throw new ReplyError('malformed', `232drio, read: no two of ${MOST_READS} answers in a row agree`, {
      label: '232drio, read',
      hint: 'The input changes all the time, somebody else sets the relays, or the line is disturbed.',
    });
  }

  #exchangeOptions({ timeout = this.#settings.timeout, retries, signal }: DrioCallOptions): ExchangeOptions {
    if (!(timeout > 0)) throw new UsageError(`timeout must be more than 0 ms, not ${timeout}`);
    // The line looks at the retries of reads only, and a set comes before the read that verifies it.
    if (!(retries === undefined || (Number.isInteger(retries) && retries >= 0)))
      throw new UsageError(`retries must be 0 or more, not ${retries}`);
    return {
      // An answer that begins in time still needs its silence.
      timeout: timeout + this.#framing.silence(this.#line.medium),
      ...(retries === undefined ? {} : { retries }),
      ...(signal === undefined ? {} : { signal }),
    };
  }
}

/** An order has left before: when this fails, nothing is known of what became of it. */
async function afterOrder<T>(label: string, task: Promise<T>): Promise<T> {
  try {
    return await task;
  } catch (error) {
    throw error instanceof BusError ? error.addFacts(label, { outcomeUnknown: true }) : error;
  }
}

function checkOnOff(name: string, value: unknown): void {
  if (typeof value !== 'boolean') throw new UsageError(`${name} must be true or false, not ${String(value)}`);
}

function mismatch(label: string, data: number, found: number): RelayMismatchError {
  const message = `${label}: the unit reports ${describeRelays(found)}`;
  return new RelayMismatchError(message, relaysOf(data), relaysOf(found), {
    label,
    hint: 'The order was lost or disturbed, or somebody else sets the relays.',
  });
}

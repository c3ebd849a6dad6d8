import { type Exchange, type ExchangeOptions, type Line, UsageError } from '@bus/line';
import type { ModbusFraming } from './framing/modbus-framing.js';
import { ModbusException } from './modbus-exception.js';
import { BROADCAST, modbusExchange, type RequestOptions } from './modbus-exchange.js';
import type { PduCodec } from './pdu/pdu-codec.js';
import { PreparedReads } from './prepared-reads.js';

/** How often, and after how many milliseconds, a request is repeated that the device answers with "busy" or "acknowledge". */
export interface BusyRetries {
  /** Further attempts, 1 or more. */
  attempts: number;
  /** Milliseconds before each. */
  delay: number;
}

/** What one device needs differently. */
export interface UnitOptions {
  /** Milliseconds that must pass between the end of one exchange with this unit and the next. */
  minGap?: number;
  /**
   * Most registers that the device takes in one request; longer reads and writes are made of several. Arrays of
   * values are cut between their elements. A value that is longer by itself may be torn: choose no less than the longest has.
   */
  maxRegisters?: number;
  /** Write with functions 5 and 6 only, or with 15 and 16 only. */
  writes?: 'single' | 'multiple';
  /** Repeat what the device answers with exception 5 (acknowledge) or 6 (busy). */
  retryBusy?: BusyRetries;
}

/** How one call may differ from the rest. */
export interface CallOptions extends ExchangeOptions, RequestOptions {
  retryBusy?: BusyRetries;
}

/** Sends requests to one unit: what all groups of functions stand on. */
export class UnitRequests {
  readonly id: number;
  readonly line: Line;
  readonly framing: ModbusFraming;
  readonly options: UnitOptions;
  readonly #reads = new PreparedReads();

  constructor(line: Line, framing: ModbusFraming, id: number, options: UnitOptions) {
    this.line = line;
    this.framing = framing;
    this.id = id;
    this.options = options;
  }

  /** True when nobody answers to this unit's number. */
  get isBroadcast(): boolean {
    return this.id === BROADCAST && this.framing.broadcasts;
  }

  /** Sends a request that needs an answer. */
  ask<Q, A>(codec: PduCodec<Q, A>, request: Q, options: CallOptions = {}): Promise<A> {
    if (!this.isBroadcast) return this.tell(codec, request, options) as Promise<A>;
    return Promise.reject(
      new UsageError(`${codec.name}: unit 0 is broadcast, and nobody answers a broadcast`, {
        hint: 'Ask the device by its own address, 1 to 247.',
      }),
    );
  }

  /** Sends a request that may go to everybody. */
  tell<Q, A>(codec: PduCodec<Q, A>, request: Q, options: CallOptions = {}): Promise<A | undefined> {
    const busy = options.retryBusy ?? this.options.retryBusy;
    try {
      const asked = this.#exchange(codec, request, options);
      return busy === undefined ? this.line.exchange(asked, options) : this.#whileBusy(busy, asked, options);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  async #whileBusy<T>(busy: BusyRetries, asked: Exchange<T>, options: CallOptions): Promise<T> {
    for (let left = busy.attempts; ; left -= 1) {
      try {
        return await this.line.exchange(asked, options);
      } catch (error) {
        if (left <= 0 || !(error instanceof ModbusException && error.busy)) throw error;
        await this.line.pause(busy.delay, options.signal);
      }
    }
  }

  #exchange<Q, A>(codec: PduCodec<Q, A>, request: Q, options: CallOptions): Exchange<A | undefined> {
    const { collectReplies, onReply, acceptUnit } = options;
    const usual = collectReplies === undefined && onReply === undefined && acceptUnit === undefined;
    const known = usual ? this.#reads.get<A | undefined>(codec, request) : undefined;
    if (known !== undefined) return known;
    const { minGap } = this.options;
    const made = modbusExchange(this.framing, codec, this.id, request, options);
    const exchange = minGap === undefined ? made : Object.assign(made, { minGap });
    if (usual) this.#reads.keep(codec, request, exchange);
    return exchange;
  }
}

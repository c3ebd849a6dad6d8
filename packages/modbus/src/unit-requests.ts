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
   * Most registers that the device takes in one request; longer reads and writes are made of several. A value of several
   * registers that is read in parts may be torn: choose no less than the longest value has.
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
  async ask<Q, A>(codec: PduCodec<Q, A>, request: Q, options: CallOptions = {}): Promise<A> {
    if (this.isBroadcast) {
      throw new UsageError(`${codec.name}: unit 0 is broadcast, and nobody answers a broadcast`, {
        hint: 'Ask the device by its own address, 1 to 247.',
      });
    }
    return (await this.tell(codec, request, options)) as A;
  }

  /** Sends a request that may go to everybody. */
  async tell<Q, A>(codec: PduCodec<Q, A>, request: Q, options: CallOptions = {}): Promise<A | undefined> {
    const asked = this.#exchange(codec, request, options);
    const busy = options.retryBusy ?? this.options.retryBusy;
    for (let left = busy?.attempts ?? 0; ; left -= 1) {
      try {
        return await this.line.exchange(asked, exchangeOptions(options));
      } catch (error) {
        if (left <= 0 || !(error instanceof ModbusException && error.busy)) throw error;
        await this.line.pause(busy!.delay, options.signal);
      }
    }
  }

  #exchange<Q, A>(codec: PduCodec<Q, A>, request: Q, options: CallOptions): Exchange<A | undefined> {
    const { minGap } = this.options;
    const make = (): Exchange<A | undefined> => {
      const exchange = modbusExchange(this.framing, codec, this.id, request, options);
      return minGap === undefined ? exchange : { ...exchange, minGap };
    };
    const { collectReplies, onReply, acceptUnit } = options;
    const usual = collectReplies === undefined && onReply === undefined && acceptUnit === undefined;
    return usual ? this.#reads.get(codec, request, make) : make();
  }
}

function exchangeOptions(options: CallOptions): ExchangeOptions {
  // Nothing that a line does not know, and nothing that is undefined.
  const own: ExchangeOptions = {};
  if (options.timeout !== undefined) own.timeout = options.timeout;
  if (options.retries !== undefined) own.retries = options.retries;
  if (options.repeatable !== undefined) own.repeatable = options.repeatable;
  if (options.signal !== undefined) own.signal = options.signal;
  return own;
}

import type { Expectation } from '@bus/codec';
import type { Framing } from './framing.js';

/** What `Exchange.accept` returns for a sound frame that does not answer this question. */
export const FOREIGN: unique symbol = Symbol('foreign');

/** What `Exchange.accept` returns for a frame that it has taken, but that does not end the exchange. */
export const TAKEN: unique symbol = Symbol('taken');

/** One question and what counts as its answer. */
export interface Exchange<T> {
  /** For people: `unit 1, read holding registers 289, 1`. */
  readonly label: string;
  /** Address on the line; callers of different units take turns. */
  readonly unit: number;
  /** The whole frame to send. */
  readonly request: Uint8Array;
  readonly framing: Framing;
  /** True when sending it twice does no harm, as for every read. Only then is it ever repeated by itself. */
  readonly repeatable: boolean;
  /** The answers to look for, most likely first: their first bytes and length. */
  readonly expectations: readonly Expectation[];
  /**
   * Equal for two exchanges exactly when one answer could pass for the other's. A question is not sent while an
   * answer to an earlier one with the same shape may still arrive.
   */
  readonly replyShape: string;
  /** Milliseconds that this unit needs between the end of one exchange and the next. Others may be asked meanwhile. */
  readonly minGap?: number;
  /** Absent: an answer is awaited. Present: nobody answers (a broadcast), and the line rests for this many milliseconds. */
  readonly turnaround?: number;
  /**
   * The value that a frame carries, or `FOREIGN` when it does not answer this question. `frame` is valid only during the call.
   *
   * @throws {DeviceError} the device refused: this ends the exchange.
   * @throws {ReplyError} ours, but wrong: kept for the error, while listening goes on until the time-out.
   */
  accept(frame: Uint8Array): T | typeof FOREIGN | typeof TAKEN;
  /** The value of an exchange that nobody answers. */
  readonly unanswered?: T;
}

/** How one call may differ from the line's settings. */
export interface ExchangeOptions {
  /** Milliseconds to wait for the answer, from the last byte sent. */
  timeout?: number;
  /** Further attempts after the first; only for repeatable exchanges. */
  retries?: number;
  /** The caller says that carrying this write out twice does no harm: it is repeated like a read. */
  repeatable?: boolean;
  /** Gives the call up: leaves no trace on the wire if its turn had not come. */
  signal?: AbortSignal;
}

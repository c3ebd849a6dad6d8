import type { Exchange } from './exchange.js';

/** One call of `Line.exchange`, from the moment it was made until it settles. */
export interface QueuedExchange<T = unknown> {
  readonly exchange: Exchange<T>;
  /** Rises from call to call. */
  readonly order: number;
  readonly timeout: number;
  readonly retries: number;
  /** May be sent again: by its nature, or because the caller said so. */
  readonly repeatable: boolean;
  readonly signal: AbortSignal | undefined;
  /** Requests sent so far. */
  attempts: number;
  /** An answer that came, but may have been a copy of the one before, so that the question is asked once more. */
  doubted: Uint8Array | undefined;
  /** When it was made, on the line's clock, if there was no connection then. */
  readonly waitsSince: number | undefined;
  /** When its first turn began, on the line's clock. */
  startedAt: number | undefined;
  readonly resolve: (value: T) => void;
  readonly reject: (error: unknown) => void;
}

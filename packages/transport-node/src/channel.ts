/** What a channel tells its transport, between `start` and `release`. */
export interface ChannelEvents {
  /** Where the next bytes may be put, as `TransportSink` has it; nothing may be put there once `release` has settled. */
  space?(): Uint8Array | undefined;
  /** Bytes arrived; valid only during the call. */
  data(chunk: Uint8Array): void;
  /** The far side or the device is gone. May be said more than once; the first time counts. */
  ended(cause: Error | undefined): void;
}

/** An open device or connection. It lives once; its transport supplies the life cycle around it. */
export interface Channel {
  /** Lets the bytes flow. Called once. */
  start(events: ChannelEvents): void;
  /** Resolves when the bytes have left, as far as the platform can tell. Never called while a write is pending. */
  write(bytes: Uint8Array): Promise<void>;
  /**
   * The same for channels that hear of the end of a write by a callback anyway, without a promise in between.
   *
   * @param done called once, with the error of a write that failed.
   */
  send?(bytes: Uint8Array, done: (error?: Error) => void): void;
  /** Reads no more until `resume`; absent where the peer can't be made to wait. Both are called after `start` only. */
  pause?(): void;
  resume?(): void;
  /** Frees the device, whatever its state, and calls nothing afterwards. Called once. Settles always. */
  release(): Promise<void>;
}

/**
 * Opens a channel. When `signal` fires it may give up early; what it opens nevertheless is released by the caller.
 *
 * @throws {TransportError} `open-failed` or `driver-missing`.
 */
export type Connect = (signal: AbortSignal) => Promise<Channel>;

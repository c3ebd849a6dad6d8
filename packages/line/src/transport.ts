/** What a transport tells its owner. */
export interface TransportSink {
  /**
   * Where the next bytes may be put, so that nobody has to copy them; a transport need not ask. What was put there is
   * reported by `data` with a part of it; every other chunk is as welcome as ever.
   *
   * Ask again before each read, or after each `data` for the next one; never during `data`. Until then the place stays
   * good whatever the owner does meanwhile. It ends with `closed`, and when `close` settles: from then on not a byte may
   * be put there, for it belongs to another connection by then. So a transport whose reads can outlive that, as a read
   * in another thread does, uses memory of its own.
   *
   * @returns undefined: bring memory of your own, this time.
   */
  space?(): Uint8Array | undefined;
  /** Bytes arrived. `chunk` is never empty and is valid only during the call: copy what must outlive it. */
  data(chunk: Uint8Array): void;
  /** The connection is gone, and why: a TransportError `disconnected`. Comes at most once per `open`; nothing follows it. */
  closed(reason?: Error): void;
}

/** What a line needs to know of the medium that a transport moves its bytes over. */
export interface Medium {
  /** For people: `/dev/ttyUSB1 19200-8N1`, `rtu+tcp://10.0.0.7:502`, `sim:`. */
  readonly name: string;
  /**
   * Milliseconds that one character takes on the wire, start to stop bit, or 0 where there is no such thing (TCP, memory).
   * Silences between frames are computed from it.
   */
  readonly characterTime: number;
  /** True when what answers is a simulation, so that no value from it can pass for a real one. */
  readonly simulated?: boolean;
  /** True when each chunk is one whole message, as with UDP: what is left of one never continues in the next. */
  readonly datagrams?: boolean;
  /**
   * True when a connection may be gone without anybody being told, as with TCP: a line that asks there in vain and hears
   * nothing at all opens it anew.
   */
  readonly silentLoss?: boolean;
}

/**
 * Moves bytes and nothing else: no retries, time-outs, framing or logging. Every implementation passes `transportSuite`.
 *
 * - `open` settles when bytes can flow. It may be called again after `closed` was reported or `close` has settled, and
 *   fails with `open-failed` while the transport is open.
 * - One `write` at a time; a second is a UsageError. It resolves when the last byte has left, as far as the platform can
 *   tell, and rejects when that can no longer happen: `write-failed` after a loss, `closed` after `close`. The bytes must not be changed until then. Reception goes on during a write.
 * - `close` resolves when the device is free for others, may be called in any state and any number of times, and does
 *   not report `closed`. After it settles nothing is called any more.
 */
export interface Transport {
  readonly medium: Medium;
  /** @throws {TransportError} `open-failed` or `driver-missing`. */
  open(sink: TransportSink): Promise<void>;
  /** @throws {TransportError} `write-failed` or `closed`. */
  write(bytes: Uint8Array): Promise<void>;
  /**
   * `write` without a promise, for an owner who writes all the time; all that is said of it holds here as well. A transport
   * that makes a promise anyway leaves it out.
   *
   * @param done called once where the promise would settle, with the error if it would reject: maybe before `transmit`
   *   returns, and at the latest before `closed` is reported or `close` settles. It must not throw.
   */
  transmit?(bytes: Uint8Array, done: (error?: Error) => void): void;
  close(): Promise<void>;
  /**
   * Stops reading until `resume`, so that the system's buffers fill up and the peer has to wait; what was read already may
   * still be reported. `open` begins without a pause, and where nothing is open this does nothing. A transport that can't
   * make its peer wait leaves both methods out.
   */
  pause?(): void;
  resume?(): void;
}

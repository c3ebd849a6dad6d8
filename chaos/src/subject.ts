/** One end of a wire, as a client's driver sees it. Bytes arrive in chunks, at times that the matrix decides. */
export interface WireEnd {
  /** What is spoken on it. */
  readonly framing: FramingName;
  /** Serial: milliseconds that a character takes. 0 on a connection. */
  readonly characterTime: number;
  /**
   * Opens the port or connection. Rejects while it is unplugged or the server is down.
   * @param onData is given each chunk, in memory of its own.
   * @param onClosed is called at most once, when the port vanishes or the connection ends; `error` when it was reset.
   */
  open(onData: (chunk: Uint8Array) => void, onClosed: (error?: Error) => void): Promise<void>;
  /** Sends bytes; rejects when the port is gone. */
  write(bytes: Uint8Array): Promise<void>;
  close(): Promise<void>;
}

export type FramingName =
  | 'rtu'
  | 'ascii'
  | 'tcp'
  | 'rtu-over-tcp'
  | 'dcon'
  | 'dcon-checksum'
  | 'drio'
  | 'drio-harsh';

/** A question whose right answer is known to whoever asks it. */
export interface Question {
  readonly kind:
    | 'read-holding'
    | 'read-input'
    | 'read-coils'
    | 'write-register'
    | 'read-channels'
    | 'read-relays'
    | 'write-relays';
  readonly unit: number;
  readonly address: number;
  readonly quantity: number;
  /** What a write writes. */
  readonly value?: number;
}

/** Milliseconds on the wire's clock, and nothing else: everything in the matrix lives on it. */
export interface SubjectClock {
  now(): number;
  setTimer(action: () => void, milliseconds: number): unknown;
  clearTimer(timer: unknown): void;
}

/** A client under test: one of ours, or another package's. */
export interface Subject {
  /** As it is known: `@bus/modbus`, `modbus-serial` … */
  readonly name: string;
  readonly framings: readonly FramingName[];
  /** True for another package's: what it makes of the matrix is told, and fails no run. */
  readonly rival?: boolean;
  /** Connects a fresh client to the wire. `timeout` in milliseconds; no repetitions unless the client insists on them. */
  connect(
    wire: WireEnd,
    options: { readonly timeout: number; readonly clock: SubjectClock },
  ): Promise<ConnectedSubject>;
}

export interface ConnectedSubject {
  /** The values read, as plain numbers (a bit is 0 or 1; a write gives []), or an error. */
  ask(question: Question): Promise<readonly number[]>;
  /**
   * What a user of this client does after an error that means "not connected": opens it again, by its own documented means.
   * Absent: the client does it by itself.
   */
  reconnect?(): Promise<void>;
  /** What an error says of a write that failed. Absent: this client's errors do not say. */
  outcomeOf?(error: unknown): WriteOutcome;
  close(): Promise<void>;
}

/** What a client claims of a write that failed: it may have been carried out, or it certainly was not. */
export type WriteOutcome = 'unknown' | 'not-done';

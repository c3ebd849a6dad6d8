/** Every way in which a bus operation can fail, as one closed set: this is what programs switch on. */
export type ErrorCode =
  | 'bad-argument'
  | 'open-failed'
  | 'disconnected'
  | 'closed'
  | 'write-failed'
  | 'driver-missing'
  | 'no-reply'
  | 'incomplete-reply'
  | 'line-busy'
  | 'checksum'
  | 'echo-mismatch'
  | 'echo-ambiguous'
  | 'wrong-count'
  | 'wrong-echo'
  | 'malformed'
  | 'device'
  | 'aborted';

/** What was measured when it failed. Bytes are copies. */
export interface ErrorFacts {
  /** Address on the line of the unit that was asked. */
  unit?: number;
  /** The bytes sent last. */
  sent?: Uint8Array;
  /** Everything heard since they were sent. */
  received?: Uint8Array;
  /** Milliseconds from the first attempt's turn to the failure. */
  elapsed?: number;
  /** 1 for the first attempt. */
  attempt?: number;
  /** The medium, such as `/dev/ttyUSB1 19200-8N1`. */
  medium?: string;
  /** True when a write may have been carried out although no confirmation came. */
  outcomeUnknown?: boolean;
}

export interface ErrorDetails {
  /** What was being done: `unit 1, read holding registers 289, 1`. */
  label?: string;
  facts?: ErrorFacts;
  /** What to try, in one sentence. */
  hint?: string;
  cause?: unknown;
}

/** The root of all errors that this SDK throws. */
export class BusError extends Error {
  readonly code: ErrorCode;
  /** What was being done. */
  label: string | undefined;
  readonly facts: ErrorFacts;
  readonly hint: string | undefined;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.label = details.label;
    this.facts = { ...details.facts };
    this.hint = details.hint;
  }

  /** Adds what the line measured to an error that a protocol threw. */
  addFacts(label: string, facts: ErrorFacts): this {
    this.label ??= label;
    Object.assign(this.facts, facts);
    return this;
  }

  /** The class name, so that it survives minifiers and reads well in logs. */
  override get name(): string {
    return 'BusError';
  }
}

/** A bad argument. Thrown before any byte is sent. */
export class UsageError extends BusError {
  constructor(message: string, details?: ErrorDetails) {
    super('bad-argument', message, details);
  }
  override get name(): string {
    return 'UsageError';
  }
}

/** The port or connection: could not be opened, was lost, was closed, could not be written to. */
export class TransportError extends BusError {
  declare readonly code: 'open-failed' | 'disconnected' | 'closed' | 'write-failed' | 'driver-missing';
  constructor(code: TransportError['code'], message: string, details?: ErrorDetails) {
    super(code, message, details);
  }
  override get name(): string {
    return 'TransportError';
  }
}

/** No answer, half an answer, or a line that never fell silent. For a write the outcome is unknown. */
export class TimeoutError extends BusError {
  declare readonly code: 'no-reply' | 'incomplete-reply' | 'line-busy';
  constructor(code: TimeoutError['code'], message: string, details?: ErrorDetails) {
    super(code, message, details);
  }
  override get name(): string {
    return 'TimeoutError';
  }
}

/** The answer, or the echo of the question, was damaged on its way. */
export class FrameError extends BusError {
  declare readonly code: 'checksum' | 'echo-mismatch' | 'echo-ambiguous';
  constructor(code: FrameError['code'], message: string, details?: ErrorDetails) {
    super(code, message, details);
  }
  override get name(): string {
    return 'FrameError';
  }
}

/** A sound frame from the right unit that does not answer the question. */
export class ReplyError extends BusError {
  declare readonly code: 'wrong-count' | 'wrong-echo' | 'malformed';
  constructor(code: ReplyError['code'], message: string, details?: ErrorDetails) {
    super(code, message, details);
  }
  override get name(): string {
    return 'ReplyError';
  }
}

/** The device understood and said no. Protocol packages derive from it. */
export class DeviceError extends BusError {
  /** True when the device asks for patience: the same request may succeed later. */
  get busy(): boolean {
    return false;
  }

  constructor(message: string, details?: ErrorDetails) {
    super('device', message, details);
  }
  override get name(): string {
    return 'DeviceError';
  }
}

/** The caller's `AbortSignal` fired. */
export class AbortedError extends BusError {
  constructor(message: string, details?: ErrorDetails) {
    super('aborted', message, details);
  }
  override get name(): string {
    return 'AbortedError';
  }
}

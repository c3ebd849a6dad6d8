/** What a session is given. */
export interface SessionData {
  /** Path of the instrumented module. */
  readonly module: string;
  readonly milliseconds: number;
  readonly seed: number;
  readonly inputs: readonly Uint8Array[];
  /** The number of executions, and the length of the input that is running; the input itself stands behind them. */
  readonly shared: SharedArrayBuffer;
}

/** Bytes in front of the input in the shared memory. */
export const HEAD = 8;

export interface FindingMessage {
  readonly kind: 'finding';
  readonly input: Uint8Array;
  /** Stack and all. */
  readonly error: string;
}

export interface DoneMessage {
  readonly kind: 'done';
  readonly executions: number;
  /** Statements, functions and branches of the product that were reached, and how many there are. */
  readonly reached: number;
  /** The shortest inputs that reach all of it. */
  readonly corpus: readonly Uint8Array[];
}

export type SessionMessage = FindingMessage | DoneMessage;

/** Bytes of a recording that came together. */
export interface HeardChunk {
  readonly bytes: Uint8Array;
  /** Milliseconds; undefined where the recording has no times. */
  readonly time: number | undefined;
  /** Which conversation it belongs to, where a recording has several: `10.0.0.5:40000 10.0.0.7:502`. */
  readonly conversation: string | undefined;
  /** True when it carries Modbus TCP, as the port says. */
  readonly tcp: boolean;
}

/** A chunk of a recording that has one conversation, on a serial line. */
export const serialChunk = (bytes: Uint8Array, time?: number): HeardChunk => ({
  bytes,
  time,
  conversation: undefined,
  tcp: false,
});

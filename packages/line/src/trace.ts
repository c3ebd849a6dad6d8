import type { Framing } from './framing.js';

/** What a traced run of bytes was taken for. */
export type TraceKind =
  | 'request' // sent by us
  | 'reply' // answers the question that is open
  | 'late' // answers an earlier question; dropped
  | 'foreign' // sound, but not ours
  | 'echo' // our own request, heard back
  | 'wrong' // ours by address, but not an answer to the question
  | 'damaged' // an awaited answer with a bad checksum, and noise around it
  | 'noise' // no frame
  | 'stale'; // was in the buffer before the question was sent; dropped

/** One run of bytes on the wire. Every byte sent or heard is in exactly one event. */
export interface TraceEvent {
  /** Monotonic milliseconds. */
  readonly time: number;
  readonly direction: 'sent' | 'received';
  readonly kind: TraceKind;
  /** A copy. */
  readonly bytes: Uint8Array;
  /** The framing it was read with. */
  readonly framing: Framing | undefined;
  /** The medium's name. */
  readonly medium: string;
  /** Label of the exchange that was open. */
  readonly label: string | undefined;
}

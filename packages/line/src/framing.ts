import type { Scanner } from '@bus/codec';
import type { Medium } from './transport.js';

/** Who sent a frame. */
export type Side = 'request' | 'response';

/**
 * Where the frames of a protocol end. Pure: the same bytes give the same frames, however they were cut into chunks.
 * It travels with each exchange, so that several protocols can share one wire.
 */
export interface Framing {
  /** `rtu`, `ascii`, … */
  readonly name: string;
  /** Milliseconds of silence that must precede a frame on this medium. */
  gap(medium: Medium): number;
  /** Milliseconds of silence after which an unfinished frame is given up. It never splits a frame that is still coming. */
  silence(medium: Medium): number;
  /** Scans what was received; returns the number of records in `scanner.records`, as `Scanner.scan` does. */
  scan(scanner: Scanner, silent: boolean): number;
  /** What a frame means, for people: `unit 1, read holding registers 289, 1`. */
  describe(frame: Uint8Array, side: Side): string;
  /** Address on the line that a frame is sent to or comes from, for counters. */
  unitOf(frame: Uint8Array): number | undefined;
  /**
   * True when frames carry no checksum, so that a piece of another protocol's answer could pass for one: nothing is asked
   * with it while an answer in another framing may still come.
   */
  readonly unchecked?: boolean;
  /** Present when several questions may be open at once. */
  readonly multiplex?: Multiplex;
}

/**
 * For framings whose frames carry an identifier that the answer repeats, so that several questions may be open at once.
 */
export interface Multiplex {
  /** Identifiers are 0..`identifiers` − 1. */
  readonly identifiers: number;
  /** A copy of a request that carries `id`. */
  tag(request: Uint8Array, id: number): Uint8Array;
  idOf(frame: Uint8Array): number;
}

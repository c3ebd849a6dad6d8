import type { Framing } from '@bus/line';

/** A device that can be attached to a `VirtualLine`. */
export interface SimulatedInstrument {
  /** Its address on the line, at present. */
  readonly unit: number;
  readonly framing: Framing;
  /** Milliseconds from the end of a request to the answer; the framing's gap when absent. */
  readonly delay?: number;
  /**
   * The whole frame that answers, or undefined for silence. Frames for other units, and their answers, are offered too.
   * `frame` is valid only during the synchronous part of the call.
   */
  answer(frame: Uint8Array): Uint8Array | undefined | Promise<Uint8Array | undefined>;
}

import type { Fault } from '@bus/sim';
import type { Conditions } from '../plant/plant.js';
import type { FramingName } from '../subject.js';

/** A column of the matrix: what goes wrong. */
export interface FaultKind {
  readonly name: string;
  readonly framings: readonly FramingName[];
  /** What strikes answers. */
  answers?(conditions: Conditions): readonly Fault[];
  /** Share of the answers that each of them strikes. */
  readonly share?: number;
  /** What the asking end's adaptor does all the time: keeps bytes back for so many milliseconds. */
  readonly latency?: number;
  /** Share of the requests that no device hears. */
  readonly deaf?: number;
  /** Share of the requests during which the port vanishes. */
  readonly cuts?: number;
}

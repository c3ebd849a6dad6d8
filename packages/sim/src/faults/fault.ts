import type { Framing } from '@bus/line';
import type { Random } from '../random.js';
import type { ScheduledBytes } from '../scheduled-bytes.js';

/** What a fault may know of the reply that it changes. */
export interface FaultContext {
  /** The fault's source of chance. The same seed and the same number of the reply give the same numbers. */
  readonly random: Random;
  /** The line's replies are numbered from 0 in the order in which the instruments send them. */
  readonly reply: number;
  /** Address of the instrument that answers. */
  readonly unit: number;
  /** Addresses of all instruments on the line. */
  readonly units: readonly number[];
  readonly framing: Framing;
  /** The frame that is answered. */
  readonly request: Uint8Array;
  /** The answer, before any fault. */
  readonly answer: Uint8Array;
}

/**
 * One way in which a reply can go wrong: a function of what would go onto the wire. It changes neither its arguments
 * nor anything else. A fault that can't be applied returns `runs` itself, and is not logged then.
 *
 * @example
 * const upperBit: Fault = {
 *   name: 'parity bit set',
 *   apply: runs => mapBytes(runs, byte => [byte | 0x80]),
 * };
 */
export interface Fault {
  /** For the log: `bit flip`. */
  readonly name: string;
  apply(runs: readonly ScheduledBytes[], context: FaultContext): readonly ScheduledBytes[];
}

/** When a fault strikes. All conditions that are given must hold. */
export interface PlannedFault {
  readonly fault: Fault;
  /** 0..1; 1 by default. */
  readonly probability?: number;
  /** Only these replies, numbered from 0 over the whole line. */
  readonly replies?: readonly number[];
  /** Only replies of this unit. */
  readonly unit?: number;
}

/** One reply that went wrong. Bytes are copies. */
export interface FaultRecord {
  /** Number of the reply on its line, from 0. */
  readonly reply: number;
  /** The clock's milliseconds when the reply was due. */
  readonly time: number;
  readonly unit: number;
  /** Names of the faults, in the order in which they were applied. */
  readonly faults: readonly string[];
  readonly request: Uint8Array;
  /** The right answer. */
  readonly answer: Uint8Array;
  /** What went onto the wire instead. */
  readonly sent: readonly ScheduledBytes[];
}

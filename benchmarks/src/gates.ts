import type { SuiteName } from './options.js';

/** A number that a measurement must reach, or must not exceed. */
export interface Gate {
  readonly suite: SuiteName;
  /** Name of the number among the suite's metrics. */
  readonly metric: string;
  readonly atLeast?: number;
  readonly atMost?: number;
  /** What would be excellent. */
  readonly aim?: number;
}

/** The gates, about a third looser than what was measured when they were set. */
export const gates: readonly Gate[] = [
  { suite: 'paced', metric: 'paced, 9600 baud: violations', atMost: 0, aim: 0 },
];

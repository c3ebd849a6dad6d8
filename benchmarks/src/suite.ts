import type { MeasureOptions } from './measure.js';

/** One measured case, as it is written to the JSON file. */
export interface CaseResult {
  readonly case: string;
  /** Bytes that one operation handles; absent where throughput means nothing. */
  readonly bytes?: number;
  /** Nanoseconds of one operation. */
  readonly medianNs: number;
  readonly megabytesPerSecond?: number;
  /**
   * How many times as fast as what the suite compares with (JavaScript; the best rival; the wire): the median of the
   * rounds' ratios. 1 for that itself.
   */
  readonly ratio: number;
  /** Microseconds of processor time of one operation. */
  readonly cpuMicroseconds?: number;
  /** Resident bytes of the process. */
  readonly memory?: number;
}

/** What a suite found. */
export interface SuiteResult {
  readonly title: string;
  /** Paragraphs and tables, in order, ready to print. */
  readonly text: readonly string[];
  readonly cases: readonly CaseResult[];
  /** Where JavaScript was the faster one, a phrase each. */
  readonly jsWins: readonly string[];
  /** Named numbers that gates are set on, see gates.ts. */
  readonly metrics?: Readonly<Record<string, number>>;
}

export type Suite = (options: MeasureOptions) => SuiteResult | Promise<SuiteResult>;

import type { Single } from '../values/reading.js';

/** What a point was read as: a value or array of its type, or bits. */
export type PointValue = Single | Single[];

/** Why a point has no value. */
export interface PointFault {
  /** One of the codes of errors, such as `no-reply`. */
  code: string;
  message: string;
  /** What a Modbus device gave as its reason. */
  exceptionCode?: number;
}

/** One point was read, or could not be. */
export interface PollSample {
  event: 'sample';
  /** When the answer came, or was given up: ISO 8601, UTC. */
  time: string;
  /** Name of the line; the port as it was named when the line has no name of its own. */
  line: string;
  unit: number;
  /** With the name of its device: `boiler.flow`. */
  point: string;
  value?: PointValue;
  /** Unit of measurement. */
  symbol?: string;
  error?: PointFault;
  /** False when the device was not asked, since it has refused this point, or was silent, lately. */
  asked?: false;
  /** There when the value is not from a real instrument. */
  simulated?: true;
}

/** A line was opened, was lost, or could not be opened. */
export interface PollLineEvent {
  event: 'line';
  time: string;
  line: string;
  /** The port as it was named. */
  port: string;
  state: 'open' | 'lost' | 'closed';
  reason?: string;
}

/** Rounds were left out, since the one before them took too long. */
export interface PollSkipped {
  event: 'skipped';
  time: string;
  line: string;
  device: string;
  unit: number;
  /** Milliseconds between two rounds. */
  every: number;
  rounds: number;
}

/** Milliseconds from the last byte sent to the answer, to within one per cent. */
export interface Latencies {
  p50: number;
  p90: number;
  p99: number;
  max: number;
}

/** What happened between a line and one unit. */
export interface UnitSummary {
  line: string;
  unit: number;
  /** Requests sent, repeats included. */
  sent: number;
  /** Requests answered, refusals included. */
  answered: number;
  timeouts: number;
  checksumErrors: number;
  /** Answers in which the device refused. */
  exceptions: number;
  /** Answers that came after their question had been given up. */
  late: number;
  /** Requests that were not sent since the unit is silent. */
  notAsked: number;
  /** Absent when nothing was answered. */
  latency?: Latencies;
}

/** What became of one point. */
export interface PointSummary {
  line: string;
  unit: number;
  point: string;
  /** Values that were read. */
  reads: number;
  /** Rounds without a value. */
  errors: number;
  /** The latest value, and when it came. */
  value?: PointValue;
  symbol?: string;
  time?: string;
  /** The latest failure, if nothing was read since. */
  error?: PointFault;
}

/** What happened at all. */
export interface PollSummary {
  event: 'summary';
  started: string;
  /** Milliseconds. */
  elapsed: number;
  simulated: boolean;
  /** Rounds carried out, of all devices and rates. */
  rounds: number;
  /** Rounds left out, since the one before them took too long. */
  skippedRounds: number;
  /** Times that a port or connection was lost. */
  losses: number;
  /** Samples that were not told, since nobody took them in time. */
  untold: number;
  units: UnitSummary[];
  points: PointSummary[];
  /** The failure that came last: it decides about the exit code. */
  lastError?: PointFault;
}

export type PollEvent = PollSample | PollLineEvent | PollSkipped | PollSummary;

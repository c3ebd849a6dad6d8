import type { Reading } from './reading.js';

/** Where a contender reads, and how. */
export interface Task {
  /** `tcp` reads over sockets, `serial` over terminals. */
  readonly medium: 'tcp' | 'serial';
  /** Port numbers of this machine, or paths of terminals; one connection to each, all read at the same time. */
  readonly places: readonly string[];
  /** Registers of each read, 1..125, from address `START` of unit 1. */
  readonly registers: number;
  /** Reads that are open at once on each connection. */
  readonly inFlight: number;
  /** Speed of the terminals, or 0: nothing paces them, and no silence is kept. */
  readonly baud: number;
  /** Milliseconds to wait for an answer. */
  readonly timeout: number;
}

/** Address of the first register that is read. */
export const START = 16;
export const UNIT = 1;

/** One way to read registers: ours, a rival's, or bare bytes. */
export interface Contender {
  /** Connects to one place; returns what reads there. */
  connect(place: string, task: Task): Promise<Reading>;
}

export const CONTENDERS = ['ours', 'modbus-serial', 'jsmodbus', 'bare'] as const;
export type ContenderName = (typeof CONTENDERS)[number];

import type { Answered } from '../../ask.js';
import type { ReadTable } from '../read.js';

/** Addresses of a table that can be read together. */
export interface RegisterRange {
  event: 'range';
  table: ReadTable;
  from: number;
  to: number;
  /** False when nobody can tell whether they exist: the device is silent to them, or fails. */
  readable: boolean;
  /** Not readable: what the device does instead. */
  reason?: string;
}

/** A table is through, or was given up. */
export interface TableSummary {
  event: 'table';
  table: ReadTable;
  /** False when the device does not know the function. */
  supported: boolean;
  /** Addresses that can be read. */
  addresses: number;
  requests: number;
  /** False when the search was given up in it. */
  complete: boolean;
  /** Most addresses in one request, where the device takes fewer than the protocol allows. */
  limit?: number;
}

/** The end of a scan. */
export interface RegistersSummary extends Answered {
  event: 'summary';
  unit: number;
  from: number;
  to: number;
  /** With more than 1, ranges shorter than this may have been overlooked. */
  step: number;
  tables: TableSummary[];
  requests: number;
  /** False when it was given up before the end. */
  complete: boolean;
}

export type ScanRegistersEvent = RegisterRange | TableSummary | RegistersSummary;

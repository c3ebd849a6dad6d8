import type { Line } from '@bus/line';
import type { InstrumentInfo, PointValue } from '../../protocol/index.js';

/** Reads and writes one instrument on a line whose turn has come. Keeps no values. */
export interface Instrument {
  readonly info: InstrumentInfo;
  /** For `LineAccess.run`: the same for all that talk to this unit. */
  readonly unit: string;
  /** Reads all points. @throws {BusError} */
  read(line: Line, signal?: AbortSignal): Promise<InstrumentReading>;
  /**
   * Writes one point; what else the instrument has stays as it is.
   *
   * @throws {UsageError} no such point, not writable, or the value does not fit.
   * @throws {BusError} the line or the instrument failed.
   */
  write(line: Line, point: string, value: number | boolean, signal?: AbortSignal): Promise<void>;
}

/** What one reading of an instrument brought. */
export interface InstrumentReading {
  /** By point. */
  readonly values: Readonly<Record<string, PointValue>>;
  /** By point, where only the instrument itself knows them. */
  readonly units?: Readonly<Record<string, string>>;
}

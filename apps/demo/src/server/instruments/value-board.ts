import type { InstrumentInfo, InstrumentValues } from '../../protocol/index.js';
import type { Applicant } from '../line-access.js';

/** The instruments of the server and what is known of their values. */
export interface ValueBoard {
  readonly instruments: readonly InstrumentInfo[];
  /** Last known values of every instrument. */
  readonly latest: readonly InstrumentValues[];
  /**
   * Reads an instrument now and tells everybody who watches.
   *
   * @throws {RpcError} `NOT_FOUND`.
   * @throws {BusError} it could not be read.
   */
  read(instrument: string, applicant: Applicant, signal?: AbortSignal): Promise<InstrumentValues>;
  /**
   * Writes one point, reads the instrument back and tells everybody who watches.
   *
   * @throws {RpcError} `NOT_FOUND`.
   * @throws {BusError} the write or the reading back failed.
   */
  write(
    instrument: string,
    point: string,
    value: number | boolean,
    applicant: Applicant,
    signal?: AbortSignal,
  ): Promise<InstrumentValues>;
  /** Instruments are read in turn while somebody watches; returns what ends it. */
  watch(listener: (values: InstrumentValues) => void): () => void;
  close(): void;
}

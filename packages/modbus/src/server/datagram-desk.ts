import { createScanner, RecordKind, type Scanner } from '@bus/codec';
import type { ModbusFraming } from '../framing/modbus-framing.js';
import type { CommCounters } from './comm-counters.js';
import { LineAnswering } from './line-answering.js';
import type { ServerOptions } from './server-options.js';
import type { UnitDirectory } from './unit-directory.js';

/**
 * Answers requests that come one in a datagram, whoever they come from. They all share one set of counters and one
 * framing, so listen-only mode is not entered and the delimiter of ASCII stays: one datagram with a forged sender would
 * silence the device for everybody.
 */
export class DatagramDesk {
  readonly #answering: LineAnswering;
  readonly #onError: ((error: unknown) => void) | undefined;
  #scanner: Scanner | undefined;

  constructor(framing: ModbusFraming, units: UnitDirectory, server: ServerOptions) {
    this.#answering = new LineAnswering(framing, units, server, { canBeSilenced: false });
    this.#onError = server.onError;
  }

  /**
   * The datagram that answers. Undefined means silence: one that is more or less than a whole request is not answered.
   *
   * @param datagram must stay as it is until the answer is there.
   * @param peer where it came from.
   */
  async answer(datagram: Uint8Array, peer?: string): Promise<Uint8Array | undefined> {
    try {
      if (!this.#isOneFrame(datagram) || !this.#answering.hears(datagram)) return undefined;
      return await this.#answering.answer(datagram, { peer, role: undefined, signal: undefined });
    } catch (error) {
      this.#onError?.(error);
      return undefined;
    }
  }

  /** What the unit of that number has counted here. */
  counters(unit: number): CommCounters {
    return this.#answering.counters(unit);
  }

  /** Gives its memory back; it may go on to be used. */
  close(): void {
    this.#scanner?.release();
    this.#scanner = undefined;
  }

  #isOneFrame(datagram: Uint8Array): boolean {
    this.#scanner ??= createScanner();
    const scanner = this.#scanner;
    scanner.clear();
    if (scanner.write(datagram) < datagram.length) return false;
    // What ends by silence ends with its datagram.
    for (const silent of [false, true]) {
      const { framing } = this.#answering;
      if (framing.scan(scanner, silent) === 0) continue;
      const [kind, , length] = scanner.records;
      return kind === RecordKind.FRAME && length === datagram.length;
    }
    return false;
  }
}

import { BusError, type Line, TimeoutError, UsageError } from '@bus/line';
import { ModbusException, type ModbusUnit } from '@bus/modbus';
import type { ReadTable } from '../read.js';
import type { Probed } from './find-ranges.js';

/** The device does not know the function of this table. */
export class UnknownTable extends Error {}

const ILLEGAL_FUNCTION = 1;
/** Address, value, and the answer of some devices to addresses that they do not have. */
const ABSENT: readonly number[] = [1, 2, 3];
/** A gateway that reaches nobody. */
const GATEWAY: readonly number[] = [0x0a, 0x0b];
/** Questions without an answer after which it is looked whether the device is there at all. */
const PATIENCE = 5;

/** Milliseconds after which it is looked again whether an answer may still come. */
const MOMENT = 10;

/** Reads addresses of one table to see whether they exist, and notices when the device is gone. */
export class TableProbe {
  readonly #line: Line;
  readonly #unit: ModbusUnit;
  readonly #table: ReadTable;
  readonly #signal: AbortSignal | undefined;
  #answered: { address: number; count: number } | undefined;
  #silent = 0;
  /** What the device did instead of answering. */
  reason: string | undefined;
  requests = 0;

  constructor(line: Line, unit: ModbusUnit, table: ReadTable, signal: AbortSignal | undefined) {
    this.#line = line;
    this.#unit = unit;
    this.#table = table;
    this.#signal = signal;
  }

  /**
   * @throws {UnknownTable} the device refuses the function.
   * @throws {TimeoutError} the device does not answer, or no longer.
   */
  async probe(address: number, count: number): Promise<Probed> {
    try {
      await this.#read(address, count);
      return this.#heard(address, count, 'there');
    } catch (error) {
      if (error instanceof ModbusException) return this.#refused(error, address, count);
      if (!(error instanceof BusError) || error instanceof UsageError) throw error;
      if (error instanceof TimeoutError && error.code !== 'line-busy')
        return await this.#unanswered(error, address);
      if (!['checksum', 'wrong-count', 'wrong-echo', 'malformed'].includes(error.code)) throw error;
      this.reason = error.message;
      return this.#heard(address, count, 'unclear');
    }
  }

  #refused(error: ModbusException, address: number, count: number): Probed {
    const { exceptionCode, message } = error;
    if (GATEWAY.includes(exceptionCode)) throw error;
    if (exceptionCode === ILLEGAL_FUNCTION && this.#answered === undefined) throw new UnknownTable();
    const absent = ABSENT.includes(exceptionCode);
    if (!absent) this.reason = message;
    return this.#heard(address, count, absent ? 'absent' : 'unclear');
  }

  #heard(address: number, count: number, probed: Probed): Probed {
    this.#silent = 0;
    this.#answered = { address, count };
    return probed;
  }

  /** Some devices are silent to addresses that they do not have; one that is gone is silent to all. */
  async #unanswered(error: TimeoutError, address: number): Promise<Probed> {
    if (this.#answered === undefined) throw error;
    this.reason = error.message;
    this.#silent += 1;
    // A late refusal would pass for one of the next question.
    while (this.#line.overdue) await this.#line.pause(MOMENT, this.#signal);
    if (this.#silent % PATIENCE === 0 && this.#answered.address !== address) {
      try {
        await this.#read(this.#answered.address, this.#answered.count);
      } catch (again) {
        if (!(again instanceof ModbusException)) throw again;
      }
    }
    return 'unclear';
  }

  async #read(address: number, count: number): Promise<void> {
    this.requests += 1;
    const options = {
      retryBusy: { attempts: 5, delay: 100 },
      ...(this.#signal === undefined ? {} : { signal: this.#signal }),
    };
    const table = this.#table;
    if (table === 'coil' || table === 'discrete')
      await this.#unit.readBits(address, count, { table, ...options });
    else await this.#unit.readRegisters(address, count, { table, ...options });
  }
}

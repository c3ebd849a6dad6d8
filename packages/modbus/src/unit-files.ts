import type { FileRange } from './pdu/file-records.js';
import { readFileRecord } from './pdu/read-file-record.js';
import { type FileRecord, writeFileRecord } from './pdu/write-file-record.js';
import type { CallOptions, UnitRequests } from './unit-requests.js';

/** Functions 20 and 21: registers in files. */
export class UnitFiles {
  readonly #requests: UnitRequests;

  constructor(requests: UnitRequests) {
    this.#requests = requests;
  }

  /**
   * Function 20: the registers of several ranges, in the order of the ranges.
   *
   * @example const [header] = await unit.files.read([{ fileNumber: 4, recordNumber: 1, recordLength: 2 }]);
   */
  async read(ranges: readonly FileRange[], options?: CallOptions): Promise<number[][]> {
    const { subResponses } = await this.#requests.ask(readFileRecord, { subRequests: ranges }, options);
    return subResponses.map(registers => [...registers]);
  }

  /**
   * Function 21: writes registers to files.
   *
   * @example await unit.files.write([{ fileNumber: 4, recordNumber: 7, registers: [1, 2, 3] }]);
   */
  async write(records: readonly FileRecord[], options?: CallOptions): Promise<void> {
    await this.#requests.tell(writeFileRecord, { subRequests: records }, options);
  }
}

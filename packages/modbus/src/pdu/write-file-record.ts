import { UsageError } from '@bus/line';
import { checkInteger } from './checks.js';
import {
  checkFileRange,
  describeRange,
  type FileRange,
  fileRangeBytes,
  readFileRange,
  requireReference,
} from './file-records.js';
import type { PduCodec } from './pdu-codec.js';
import { PduError } from './pdu-error.js';
import { PduReader } from './pdu-reader.js';
import { registerBytes } from './registers.js';

/** Registers to write to one file. */
export interface FileRecord extends Omit<FileRange, 'recordLength'> {
  /** At least one, each 0..65535. */
  readonly registers: readonly number[];
}

export interface WriteFileRecord {
  readonly subRequests: readonly FileRecord[];
}

const rangeOf = ({ fileNumber, recordNumber, registers }: FileRecord): FileRange => ({
  fileNumber,
  recordNumber,
  recordLength: registers.length,
});

function encode({ subRequests }: WriteFileRecord): Uint8Array {
  checkInteger('number of file records', subRequests.length, 1, 27);
  const data = subRequests.flatMap(record => {
    checkFileRange(rangeOf(record));
    return [...fileRangeBytes(rangeOf(record)), ...registerBytes(record.registers)];
  });
  if (data.length > 251)
    throw new UsageError(`${data.length} bytes of file records are more than 251: write less at once`);
  return Uint8Array.of(21, data.length, ...data);
}

function decode(pdu: Uint8Array): WriteFileRecord {
  const reader = new PduReader(pdu);
  const dataLength = reader.u8('data length');
  reader.expectCounted(dataLength);
  if (dataLength < 9 || dataLength > 251)
    throw new PduError('byte-count', `data length ${dataLength} is not 9 to 251`);
  const subRequests: FileRecord[] = [];
  let fault: string | undefined;
  while (reader.left > 0) {
    if (reader.left < 9) throw new PduError('structure', `${reader.left} bytes are no file record`);
    const part = readFileRange(reader);
    const { recordLength, ...place } = part.range;
    if (recordLength === 0 || 2 * recordLength > reader.left) {
      throw new PduError('structure', `record length ${recordLength} does not fit`);
    }
    subRequests.push({ ...place, registers: reader.registers(recordLength) });
    fault ??= part.fault;
  }
  requireReference(fault);
  return { subRequests };
}

/**
 * Function 21, section 6.15 of the application protocol. The answer repeats the request, byte for byte.
 *
 *     request   15  dataLength  k × ( 06  file(2)  record(2)  length(2)  registers )      dataLength 9..251
 *     response  the same
 */
export const writeFileRecord: PduCodec<WriteFileRecord, WriteFileRecord> = {
  code: 21,
  name: 'write file record',
  repeatable: false,
  requestLength: { fixed: 2, countAt: 1, countMin: 9, countMax: 251 },
  responseLength: { fixed: 2, countAt: 1, countMin: 9, countMax: 251 },
  encodeRequest: encode,
  decodeRequest: decode,
  encodeResponse: encode,
  decodeResponse: decode,
  replyForm(request) {
    const pdu = encode(request);
    return { head: pdu.subarray(0, 7), length: pdu.length };
  },
  mismatch(request, response) {
    if (encode(request).join() === encode(response).join()) return undefined;
    return { code: 'wrong-echo', message: 'the device confirmed other file records than were written' };
  },
  describeRequest: ({ subRequests }) =>
    `write ${subRequests.map(record => `${describeRange(rangeOf(record))}: ${record.registers.join(' ')}`).join('; ')}`,
  describeResponse: ({ subRequests }) =>
    `${subRequests.map(record => describeRange(rangeOf(record))).join('; ')} written`,
};

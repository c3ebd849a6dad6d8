import { UsageError } from '@bus/line';
import { checkInteger } from './checks.js';
import {
  checkFileRange,
  describeRange,
  type FileRange,
  fileRangeBytes,
  REFERENCE_TYPE,
  readFileRange,
  requireReference,
} from './file-records.js';
import type { PduCodec } from './pdu-codec.js';
import { PduError } from './pdu-error.js';
import { PduReader } from './pdu-reader.js';
import { registerBytes } from './registers.js';

/** Longest PDU: the answer to all ranges together must fit. */
const MAX_PDU = 253;

export interface ReadFileRecord {
  /** 1..35 of them. */
  readonly subRequests: readonly FileRange[];
}

export interface FileRecords {
  /** The registers of each range, in the order in which they were asked for. */
  readonly subResponses: readonly (readonly number[])[];
}

const answerLength = (lengths: readonly number[]): number =>
  2 + lengths.reduce((sum, length) => sum + 2 + 2 * length, 0);

/**
 * Function 20, section 6.14 of the application protocol.
 *
 *     request   14  byteCount  k × ( 06  file(2)  record(2)  length(2) )            byteCount = 7 · k
 *     response  14  dataLength  k × ( respLength  06  registers )                   respLength = 1 + 2 · length
 */
export const readFileRecord: PduCodec<ReadFileRecord, FileRecords> = {
  code: 20,
  name: 'read file record',
  repeatable: true,
  requestLength: { fixed: 2, countAt: 1, countMin: 7, countMax: 245, countStep: 7 },
  responseLength: { fixed: 2, countAt: 1, countMin: 4, countMax: 251, countStep: 2 },
  encodeRequest({ subRequests }) {
    checkInteger('number of file ranges', subRequests.length, 1, 35);
    for (const range of subRequests) checkFileRange(range);
    const needed = answerLength(subRequests.map(range => range.recordLength));
    if (needed > MAX_PDU)
      throw new UsageError(
        `the answer would need ${needed} bytes, more than ${MAX_PDU}: ask for less at once`,
      );
    return Uint8Array.of(20, 7 * subRequests.length, ...subRequests.flatMap(fileRangeBytes));
  },
  decodeRequest(pdu) {
    const reader = new PduReader(pdu);
    const byteCount = reader.u8('byte count');
    reader.expectCounted(byteCount);
    if (byteCount < 7 || byteCount > 245 || byteCount % 7 !== 0) {
      throw new PduError('byte-count', `byte count ${byteCount} is not a multiple of 7 up to 245`);
    }
    const parts = Array.from({ length: byteCount / 7 }, () => readFileRange(reader));
    requireReference(parts.find(part => part.fault !== undefined)?.fault);
    const needed = answerLength(parts.map(part => part.range.recordLength));
    if (needed > MAX_PDU || parts.some(part => part.range.recordLength === 0)) {
      throw new PduError('quantity', `the answer would need ${needed} bytes`);
    }
    return { subRequests: parts.map(part => part.range) };
  },
  encodeResponse({ subResponses }) {
    const data = subResponses.flatMap(registers => [
      1 + 2 * registers.length,
      REFERENCE_TYPE,
      ...registerBytes(registers),
    ]);
    if (data.length > MAX_PDU - 2)
      throw new UsageError(`${data.length} bytes of records do not fit one answer`);
    return Uint8Array.of(20, data.length, ...data);
  },
  decodeResponse(pdu) {
    const reader = new PduReader(pdu);
    const dataLength = reader.u8('data length');
    reader.expectCounted(dataLength);
    if (dataLength === 0) throw new PduError('byte-count', 'an answer without a record');
    const subResponses: number[][] = [];
    while (reader.left > 0) subResponses.push(readSubResponse(reader));
    return { subResponses };
  },
  replyForm({ subRequests }) {
    const length = answerLength(subRequests.map(range => range.recordLength));
    return {
      head: Uint8Array.of(20, length - 2, 1 + 2 * subRequests[0]!.recordLength, REFERENCE_TYPE),
      length,
    };
  },
  mismatch({ subRequests }, { subResponses }) {
    const asked = subRequests.map(range => range.recordLength).join(', ');
    const came = subResponses.map(registers => registers.length).join(', ');
    return asked === came
      ? undefined
      : { code: 'wrong-count', message: `records of ${came} registers came, not of ${asked}` };
  },
  describeRequest: ({ subRequests }) => `read ${subRequests.map(describeRange).join('; ')}`,
  describeResponse: ({ subResponses }) =>
    `records: ${subResponses.map(registers => registers.join(' ')).join('; ')}`,
};

function readSubResponse(reader: PduReader): number[] {
  const length = reader.u8('record data length');
  if (length < 3 || length % 2 === 0 || length > reader.left) {
    throw new PduError('structure', `sub-response length ${length} does not fit`);
  }
  const referenceType = reader.u8('reference type');
  if (referenceType !== REFERENCE_TYPE) throw new PduError('reference', `reference type ${referenceType}`);
  return reader.registers((length - 1) / 2);
}

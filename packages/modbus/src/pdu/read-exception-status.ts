import { checkInteger } from './checks.js';
import type { PduCodec } from './pdu-codec.js';
import { PduReader } from './pdu-reader.js';

/** A request that consists of its function code alone. */
export type EmptyRequest = Readonly<Record<string, never>>;

/** @throws {PduError} `length` unless nothing follows the function code. */
export function decodeEmpty(pdu: Uint8Array): EmptyRequest {
  new PduReader(pdu).expectLeft(0);
  return {};
}

/** Eight outputs that the device defines; the lowest bit is the first. */
export interface ExceptionStatus {
  /** 0..255. */
  readonly status: number;
}

/**
 * Function 7, section 6.7 of the application protocol.
 *
 *     request   07
 *     response  07  status
 */
export const readExceptionStatus: PduCodec<EmptyRequest, ExceptionStatus> = {
  code: 7,
  name: 'read exception status',
  repeatable: true,
  requestLength: { fixed: 1 },
  responseLength: { fixed: 2 },
  encodeRequest: () => Uint8Array.of(7),
  decodeRequest: decodeEmpty,
  encodeResponse({ status }) {
    checkInteger('status', status, 0, 255);
    return Uint8Array.of(7, status);
  },
  decodeResponse(pdu) {
    const reader = new PduReader(pdu);
    reader.expectLeft(1);
    return { status: reader.u8('status', status => status.toString(2).padStart(8, '0')) };
  },
  replyForm: () => ({ head: Uint8Array.of(7), length: 2 }),
  mismatch: () => undefined,
  describeRequest: () => 'read exception status',
  describeResponse: ({ status }) => `exception status ${status.toString(2).padStart(8, '0')}`,
};

import { formatHex, UsageError } from '@bus/line';
import type { PduCodec } from './pdu-codec.js';
import { PduReader } from './pdu-reader.js';
import { decodeEmpty, type EmptyRequest } from './read-exception-status.js';

/** What a device says of itself. Where its parts end is the device's own affair. */
export interface ServerId {
  /** Identifier, run indicator (00 off, FF on) and further data: up to 251 bytes. */
  readonly data: Uint8Array;
}

/**
 * Function 17, section 6.13 of the application protocol.
 *
 *     request   11
 *     response  11  byteCount  data(byteCount)      identifier, run indicator, further data: lengths are not transmitted
 */
export const reportServerId: PduCodec<EmptyRequest, ServerId> = {
  code: 17,
  name: 'report server id',
  repeatable: true,
  requestLength: { fixed: 1 },
  responseLength: { fixed: 2, countAt: 1, countMax: 251 },
  encodeRequest: () => Uint8Array.of(17),
  decodeRequest: decodeEmpty,
  encodeResponse({ data }) {
    if (data.length > 251) throw new UsageError(`a server id has at most 251 bytes, not ${data.length}`);
    return Uint8Array.of(17, data.length, ...data);
  },
  decodeResponse(pdu) {
    const reader = new PduReader(pdu);
    const byteCount = reader.u8('byte count');
    reader.expectCounted(byteCount);
    return { data: reader.bytes(byteCount, 'server id').slice() };
  },
  replyForm: () => ({ head: Uint8Array.of(17) }),
  mismatch: () => undefined,
  describeRequest: () => 'report server id',
  describeResponse: ({ data }) => `server id ${formatHex(data)}`,
};

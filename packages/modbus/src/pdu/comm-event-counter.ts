import { checkInteger } from './checks.js';
import type { PduCodec } from './pdu-codec.js';
import { PduReader } from './pdu-reader.js';
import { decodeEmpty, type EmptyRequest } from './read-exception-status.js';

/** How many messages a device has completed. */
export interface CommEventCounter {
  /** 0xFFFF while an earlier program command is still running, 0 otherwise. */
  readonly status: number;
  /** 0..65535; exceptions and reads of this counter do not count. */
  readonly eventCount: number;
}

/**
 * Function 11, section 6.9 of the application protocol.
 *
 *     request   0B
 *     response  0B  status(2)  eventCount(2)
 */
export const getCommEventCounter: PduCodec<EmptyRequest, CommEventCounter> = {
  code: 11,
  name: 'get comm event counter',
  repeatable: true,
  requestLength: { fixed: 1 },
  responseLength: { fixed: 5 },
  encodeRequest: () => Uint8Array.of(11),
  decodeRequest: decodeEmpty,
  encodeResponse({ status, eventCount }) {
    checkInteger('status', status, 0, 65_535);
    checkInteger('event count', eventCount, 0, 65_535);
    return Uint8Array.of(11, status >> 8, status & 255, eventCount >> 8, eventCount & 255);
  },
  decodeResponse(pdu) {
    const reader = new PduReader(pdu);
    reader.expectLeft(4);
    return { status: reader.u16('status'), eventCount: reader.u16('event count') };
  },
  replyForm: () => ({ head: Uint8Array.of(11), length: 5 }),
  mismatch: () => undefined,
  describeRequest: () => 'get comm event counter',
  describeResponse: ({ status, eventCount }) => `${eventCount} events, ${status === 0 ? 'ready' : 'busy'}`,
};

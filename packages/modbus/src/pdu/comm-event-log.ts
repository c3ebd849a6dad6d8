import { UsageError } from '@bus/line';
import { checkInteger } from './checks.js';
import type { PduCodec } from './pdu-codec.js';
import { PduError } from './pdu-error.js';
import { PduReader } from './pdu-reader.js';
import { decodeEmpty, type EmptyRequest } from './read-exception-status.js';

/** Most events that a log holds. */
export const MAX_EVENTS = 64;

/** A device's communication log. */
export interface CommEventLog {
  /** 0xFFFF while an earlier program command is still running, 0 otherwise. */
  readonly status: number;
  /** 0..65535. */
  readonly eventCount: number;
  /** 0..65535, as diagnostics sub-function 11 counts. */
  readonly messageCount: number;
  /** Up to 64 event bytes, the newest first. */
  readonly events: readonly number[];
}

/**
 * Function 12, section 6.10 of the application protocol.
 *
 *     request   0C
 *     response  0C  byteCount  status(2)  eventCount(2)  messageCount(2)  events(0..64)      byteCount = 6 + events
 */
export const getCommEventLog: PduCodec<EmptyRequest, CommEventLog> = {
  code: 12,
  name: 'get comm event log',
  repeatable: true,
  requestLength: { fixed: 1 },
  responseLength: { fixed: 2, countAt: 1, countMin: 6, countMax: 6 + MAX_EVENTS },
  encodeRequest: () => Uint8Array.of(12),
  decodeRequest: decodeEmpty,
  encodeResponse({ status, eventCount, messageCount, events }) {
    if (events.length > MAX_EVENTS)
      throw new UsageError(`a log has at most ${MAX_EVENTS} events, not ${events.length}`);
    const words = [status, eventCount, messageCount];
    for (const word of words) checkInteger('field of the log', word, 0, 65_535);
    for (const event of events) checkInteger('event', event, 0, 255);
    return Uint8Array.of(12, 6 + events.length, ...words.flatMap(word => [word >> 8, word & 255]), ...events);
  },
  decodeResponse(pdu) {
    const reader = new PduReader(pdu);
    const byteCount = reader.u8('byte count');
    reader.expectCounted(byteCount);
    if (byteCount < 6 || byteCount > 6 + MAX_EVENTS) {
      throw new PduError('byte-count', `byte count ${byteCount} is not 6 to ${6 + MAX_EVENTS}`);
    }
    return {
      status: reader.u16('status'),
      eventCount: reader.u16('event count'),
      messageCount: reader.u16('message count'),
      events: [...reader.bytes(byteCount - 6, 'events')],
    };
  },
  replyForm: () => ({ head: Uint8Array.of(12) }),
  mismatch: () => undefined,
  describeRequest: () => 'get comm event log',
  describeResponse: ({ eventCount, messageCount, events }) =>
    `${eventCount} events, ${messageCount} messages, log of ${events.length}`,
};

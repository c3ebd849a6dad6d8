import { MAX_EVENTS } from '../pdu/comm-event-log.js';

/** The bytes of a communication event log, section 6.10 of the application protocol. */
export const CommEvent = {
  RECEIVED: 0x80,
  COMMUNICATION_ERROR: 0x02,
  OVERRUN: 0x10,
  LISTEN_ONLY: 0x20,
  BROADCAST: 0x40,
  SENT: 0x40,
  SENT_EXCEPTION_1_TO_3: 0x01,
  SENT_EXCEPTION_4: 0x02,
  SENT_EXCEPTION_5_TO_6: 0x04,
  SENT_NAK: 0x08,
  ENTERED_LISTEN_ONLY: 0x04,
  RESTARTED: 0x00,
} as const;

/** The last 64 events. */
export class CommEventLogBook {
  readonly #ring = new Uint8Array(MAX_EVENTS);
  #written = 0;

  add(event: number): void {
    this.#ring[this.#written % MAX_EVENTS] = event;
    this.#written += 1;
  }

  clear(): void {
    this.#written = 0;
  }

  newestFirst(): number[] {
    const length = Math.min(this.#written, MAX_EVENTS);
    return Array.from({ length }, (_, age) => this.#ring[(this.#written - 1 - age) % MAX_EVENTS]!);
  }
}

import { type Transport, TransportError } from '@bus/line';

/** Bytes that may wait at one end: far more than any client has open, and far less than memory. */
const MAX_WAITING = 65_536;

/** What passes over a bridge. Bytes are valid only during the call. */
export interface BridgeEvents {
  /** Somebody outside sent this. */
  heard(bytes: Uint8Array): void;
  /** This goes out. */
  said(bytes: Uint8Array): void;
}

/**
 * Joins the port that somebody asks on with a virtual line: what comes in at one end goes out at the other. When one of
 * them is lost, so is the other; so are both when much more comes in than goes out.
 */
export class Bridge {
  readonly #outer: Transport;
  readonly #inner: Transport;
  readonly #events: BridgeEvents;
  #ended: (reason: Error | undefined) => void = () => undefined;
  /** Resolves when it is over, with the reason when that was none of our doing. */
  readonly closed: Promise<Error | undefined>;

  constructor(outer: Transport, inner: Transport, events: BridgeEvents) {
    this.#outer = outer;
    this.#inner = inner;
    this.#events = events;
    this.closed = new Promise(resolve => {
      this.#ended = resolve;
    });
  }

  /** @throws {TransportError} one of the ends cannot be opened. */
  async open(): Promise<void> {
    const closed = (reason: Error | undefined) => void this.#end(reason);
    const inwards = writer(this.#inner, closed);
    const outwards = writer(this.#outer, closed);
    await this.#inner.open({
      data: bytes => {
        this.#events.said(bytes);
        outwards(bytes);
      },
      closed,
    });
    try {
      await this.#outer.open({
        data: bytes => {
          this.#events.heard(bytes);
          inwards(bytes);
        },
        closed,
      });
    } catch (error) {
      await this.#end(undefined);
      throw error;
    }
  }

  close(): Promise<void> {
    return this.#end(undefined);
  }

  async #end(reason: Error | undefined): Promise<void> {
    await Promise.allSettled([this.#outer.close(), this.#inner.close()]);
    this.#ended(reason);
  }
}

/** Writes one after the other, as transports want it. Who sends faster than that for too long has to go. */
function writer(transport: Transport, failed: (reason: Error) => void): (bytes: Uint8Array) => void {
  let last: Promise<void> = Promise.resolve();
  let waiting = 0;
  return bytes => {
    if (waiting + bytes.length > MAX_WAITING) {
      const hint = 'Let the client wait for answers.';
      const message = `${transport.medium.name}: more than ${MAX_WAITING} bytes wait to be written`;
      failed(new TransportError('disconnected', message, { hint }));
      return;
    }
    const copy = bytes.slice();
    waiting += copy.length;
    const written = () => {
      waiting -= copy.length;
    };
    last = last
      .then(() => transport.write(copy))
      .catch(failed)
      .finally(written);
  };
}

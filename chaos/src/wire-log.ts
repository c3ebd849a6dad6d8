/** One thing that happened on the wire. */
export interface WireEvent {
  readonly time: number;
  readonly what: 'asked' | 'delivered' | 'opened' | 'closed' | 'question' | 'outcome';
  /** Bytes in hexadecimal, or a word. */
  readonly text: string;
}

/** Events that a report shows. */
const SHOWN = 30;
/** Bytes in which the frame is sought that a client has taken for an answer. */
const KEPT = 4096;

/** What passed at the asking end: the last events for people, the last bytes for the judge, and a sum of everything. */
export class WireLog {
  readonly #events: WireEvent[] = [];
  #heard: number[] = [];
  #sum = 0x811c9dc5;

  note(time: number, what: WireEvent['what'], content: Uint8Array | string): void {
    if (this.#events.length >= 4 * SHOWN) this.#events.splice(0, 3 * SHOWN);
    const text = typeof content === 'string' ? content : Buffer.from(content).toString('hex');
    this.#events.push({ time, what, text });
    this.#add(Math.round(time * 1000));
    for (let index = 0; index < text.length; index += 1) this.#add(text.charCodeAt(index));
    if (what !== 'delivered' || typeof content === 'string') return;
    this.#heard.push(...content);
    if (this.#heard.length > 2 * KEPT) this.#heard = this.#heard.slice(-KEPT);
  }

  /** The last events, oldest first. */
  get events(): readonly WireEvent[] {
    return this.#events.slice(-SHOWN);
  }

  /** The last bytes that were delivered. */
  get heard(): Uint8Array {
    return Uint8Array.from(this.#heard.slice(-KEPT));
  }

  /** Equal for two runs in which the same bytes passed at the same times. */
  get sum(): number {
    return this.#sum >>> 0;
  }

  #add(number: number): void {
    this.#sum = Math.imul(this.#sum ^ (number & 0xffff), 0x01000193) ^ (number >>> 16);
  }
}

import type { Clock } from '../clock.js';
import { formatHex } from '../hex.js';
import type { Medium, Transport, TransportSink } from '../transport.js';

/** What a peer does when it has heard what it expects: bytes to send, each after a delay in milliseconds. */
export type Reaction = readonly (readonly [delay: number, hex: string])[];

/**
 * The other end of a line, acting by a script: "expect these bytes, then send those after 3 ms". What was written and
 * when is kept, so that a test can say what must, and what must not, have been on the wire.
 */
export class ScriptedPeer implements Transport {
  readonly medium: Medium;
  readonly #clock: Clock;
  #sink: TransportSink | undefined;
  readonly #script: { readonly expected: string; readonly reaction: Reaction }[] = [];
  /** `[time, hex]` of every write. */
  readonly written: [time: number, hex: string][] = [];
  /** Writes that the script did not foresee. */
  readonly unexpected: string[] = [];
  opens = 0;
  /** Asked for each chunk: true puts it into the place that its hearer offers, and overwrites that afterwards. */
  readsInPlace: () => boolean = () => false;
  /** When set, `open` fails with it. */
  refuseOpen: Error | undefined;
  /** When set, `write` waits for it. */
  holdWrites: Promise<void> | undefined;

  constructor(clock: Clock, medium: Partial<Medium> = {}) {
    this.#clock = clock;
    this.medium = { name: 'scripted', characterTime: 0, ...medium };
  }

  /** The next write must be `hex`; then `reaction` follows. */
  expect(hex: string, ...reaction: Reaction): this {
    this.#script.push({ expected: hex, reaction });
    return this;
  }

  /** Sends bytes now. */
  send(hex: string): void {
    const bytes = Uint8Array.from(hex.split(' ').map(byte => Number.parseInt(byte, 16)));
    const space = this.readsInPlace() ? this.#sink?.space?.() : undefined;
    if (space === undefined) this.#sink?.data(bytes);
    else {
      space.set(bytes);
      this.#sink?.data(space.subarray(0, bytes.length));
      space.fill(0xff);
    }
  }

  /** The port disappears. */
  vanish(reason?: Error): void {
    const sink = this.#sink;
    this.#sink = undefined;
    sink?.closed(reason);
  }

  /** True when everything that was expected has been written, and nothing else. */
  get done(): boolean {
    return this.#script.length === 0 && this.unexpected.length === 0;
  }

  async open(sink: TransportSink): Promise<void> {
    this.opens += 1;
    if (this.refuseOpen) throw this.refuseOpen;
    this.#sink = sink;
  }

  async write(bytes: Uint8Array): Promise<void> {
    const hex = formatHex(bytes);
    this.written.push([this.#clock.now(), hex]);
    const step = this.#script.shift();
    if (step === undefined || step.expected !== hex) this.unexpected.push(hex);
    else for (const [delay, reply] of step.reaction) this.#later(delay, reply);
    await this.holdWrites;
  }

  async close(): Promise<void> {
    this.#sink = undefined;
  }

  /** What is still to come when the connection is lost is lost with it. */
  #later(delay: number, hex: string): void {
    const connection = this.#sink;
    const send = () => {
      if (this.#sink === connection) this.send(hex);
    };
    if (delay <= 0) queueMicrotask(send);
    else this.#clock.setTimer(send, delay);
  }
}

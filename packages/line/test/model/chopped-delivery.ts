import type { TransportSink } from '../../src/index.js';
import type { RandomSource } from './random-source.js';
import type { Schedule } from './schedule.js';

/** Milliseconds by which the second part of an answer may follow the first. */
const CUT = 3;

/** What arrives on one connection: in order, but at times in two pieces, with what came meanwhile behind the second. */
export class ChoppedDelivery {
  readonly #sink: TransportSink;
  readonly #random: RandomSource;
  readonly #schedule: Schedule;
  /** What waits to be told, while something does. */
  #held: Uint8Array[] | undefined;
  #ended = false;

  constructor(sink: TransportSink, random: RandomSource, schedule: Schedule) {
    this.#sink = sink;
    this.#random = random;
    this.#schedule = schedule;
  }

  /** True when the connection is gone. */
  get ended(): boolean {
    return this.#ended;
  }

  /** The connection is gone, and with it what was still on its way. */
  end(): void {
    this.#ended = true;
  }

  readonly deliver = (bytes: Uint8Array): void => {
    if (this.#ended) return;
    if (this.#held !== undefined) this.#held.push(bytes);
    else if (this.#random.chance(0.7)) this.#tell(bytes);
    else {
      const cut = 1 + this.#random.below(bytes.length - 1);
      this.#held = [bytes.subarray(cut)];
      this.#tell(bytes.subarray(0, cut));
      this.#schedule.later(this.#random.upTo(CUT), () => this.#tellHeld());
    }
  };

  /** What has gathered comes in one piece, or one by one; what comes meanwhile is told behind it. */
  #tellHeld(): void {
    const held = this.#held!;
    while (held.length > 0) {
      const pieces = held.splice(0, this.#random.chance(0.5) ? 1 : held.length);
      this.#tell(Uint8Array.from(pieces.flatMap(bytes => [...bytes])));
    }
    this.#held = undefined;
  }

  /** A copy, since it belongs to the line only during the call. */
  #tell(bytes: Uint8Array): void {
    if (!this.#ended) this.#sink.data(bytes.slice());
  }
}

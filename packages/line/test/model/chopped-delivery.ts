import type { TransportSink } from '../../src/index.js';
import type { RandomSource } from './random-source.js';
import type { Schedule } from './schedule.js';

/** Milliseconds by which the second part of an answer may follow the first. */
const CUT = 3;
/** Milliseconds for which an adaptor may keep a copy back: no more than a line reckons with. */
const KEPT_BACK = 15;

/** What arrives on one connection: in order, but at times in two pieces, or twice, with what came meanwhile behind. */
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

  /** @param twice a copy follows right behind, before anything else that comes. */
  readonly deliver = (bytes: Uint8Array, twice = false): void => {
    if (this.#ended) return;
    if (this.#held !== undefined) this.#held.push(bytes, ...(twice ? [bytes] : []));
    else if (twice) {
      this.#hold([bytes], KEPT_BACK);
      this.#tell(bytes);
    } else if (this.#random.chance(0.7)) this.#tell(bytes);
    else {
      const cut = 1 + this.#random.below(bytes.length - 1);
      this.#hold([bytes.subarray(cut)], CUT);
      this.#tell(bytes.subarray(0, cut));
    }
  };

  #hold(pieces: Uint8Array[], within: number): void {
    this.#held = pieces;
    this.#schedule.later(this.#random.upTo(within), () => this.#tellHeld());
  }

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
    const copy = bytes.slice();
    this.#schedule.arrive(() => {
      if (!this.#ended) this.#sink.data(copy);
    });
  }
}

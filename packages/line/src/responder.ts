import { type Clock, systemClock, type Timer } from './clock.js';
import type { Framing } from './framing.js';
import { Receiver } from './receiver.js';
import type { Transport } from './transport.js';

export interface ResponderOptions {
  /** The framing of requests and answers. */
  framing: Framing;
  /**
   * Answers one request; undefined means silence. `frame` is valid only during the synchronous part of the call. It is
   * also called for other units' requests and answers: say nothing to those.
   */
  answer: (frame: Uint8Array) => Uint8Array | undefined | Promise<Uint8Array | undefined>;
  /** Milliseconds between the end of a request and its answer; the framing's gap by default. */
  delay?: number;
  clock?: Clock;
}

/** The answering end of a line: finds requests and writes what `answer` returns, one at a time and in order. */
export class Responder {
  readonly #transport: Transport;
  readonly #options: ResponderOptions;
  readonly #clock: Clock;
  readonly #receiver: Receiver;
  #silenceTimer: Timer | undefined;
  #chain: Promise<void> = Promise.resolve();
  #generation = 0;

  constructor(transport: Transport, options: ResponderOptions) {
    this.#transport = transport;
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#receiver = new Receiver({ frame: bytes => this.#frame(bytes), noise: () => undefined });
  }

  /** Begins to listen. `onClosed` is called when the connection goes away by itself. */
  async open(onClosed: (reason?: Error) => void = () => undefined): Promise<void> {
    this.#generation += 1;
    this.#receiver.clear();
    await this.#transport.open({
      data: chunk => {
        this.#receiver.receive(chunk, this.#options.framing);
        this.#watchSilence();
      },
      closed: reason => {
        this.#stop();
        onClosed(reason);
      },
    });
  }

  async close(): Promise<void> {
    this.#stop();
    await this.#transport.close();
  }

  #stop(): void {
    this.#generation += 1;
    if (this.#silenceTimer !== undefined) this.#clock.clearTimer(this.#silenceTimer);
    this.#silenceTimer = undefined;
  }

  #frame(bytes: Uint8Array): void {
    const generation = this.#generation;
    const answer = this.#options.answer(bytes);
    if (answer === undefined) return;
    this.#chain = this.#chain.then(() => this.#send(answer, generation)).catch(() => undefined);
  }

  async #send(
    answer: Uint8Array | undefined | Promise<Uint8Array | undefined>,
    generation: number,
  ): Promise<void> {
    const bytes = await answer;
    const delay = this.#options.delay ?? this.#options.framing.gap(this.#transport.medium);
    if (delay > 0) {
      await new Promise<void>(resolve => {
        this.#clock.setTimer(resolve, delay);
      });
    }
    if (bytes !== undefined && generation === this.#generation) await this.#transport.write(bytes);
  }

  /** Half a frame that is not continued must not swallow the next request. */
  #watchSilence(): void {
    if (this.#silenceTimer !== undefined) this.#clock.clearTimer(this.#silenceTimer);
    this.#silenceTimer = undefined;
    if (this.#receiver.unreadLength === 0) return;
    const { framing } = this.#options;
    this.#silenceTimer = this.#clock.setTimer(() => {
      this.#silenceTimer = undefined;
      this.#receiver.silent(framing);
    }, framing.silence(this.#transport.medium));
  }
}

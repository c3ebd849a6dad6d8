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
  /** Called with what `answer` threw, or why an answer could not be written; nothing is sent then. */
  onError?: (error: unknown) => void;
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
  #delayTimer: Timer | undefined;
  #stopped: (() => void) | undefined;
  readonly #queue: (Uint8Array | Promise<Uint8Array | undefined>)[] = [];
  #answering = false;
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
    this.#receiver.release();
  }

  #stop(): void {
    this.#generation += 1;
    for (const timer of [this.#silenceTimer, this.#delayTimer])
      if (timer !== undefined) this.#clock.clearTimer(timer);
    this.#silenceTimer = undefined;
    this.#delayTimer = undefined;
    this.#stopped?.();
    this.#queue.length = 0;
  }

  #frame(bytes: Uint8Array): void {
    try {
      const answer = this.#options.answer(bytes);
      if (answer === undefined) return;
      // While it waits behind others its failure has no listener yet; `#answer` reports it in its turn.
      if (answer instanceof Promise) answer.catch(() => undefined);
      this.#queue.push(answer);
      if (!this.#answering) void this.#answer();
    } catch (error) {
      this.#options.onError?.(error);
    }
  }

  async #answer(): Promise<void> {
    this.#answering = true;
    while (this.#queue.length > 0) {
      try {
        await this.#send(this.#queue.shift()!, this.#generation);
      } catch (error) {
        this.#options.onError?.(error);
      }
    }
    this.#answering = false;
  }

  async #send(answer: Uint8Array | Promise<Uint8Array | undefined>, generation: number): Promise<void> {
    const bytes = await answer;
    if (bytes === undefined || generation !== this.#generation) return;
    const delay = this.#options.delay ?? this.#options.framing.gap(this.#transport.medium);
    if (delay > 0) await this.#pause(delay);
    if (generation === this.#generation) await this.#transport.write(bytes);
  }

  /** Waits; when the responder stops meanwhile, what waited is forgotten with it. */
  #pause(milliseconds: number): Promise<void> {
    return new Promise(resolve => {
      this.#delayTimer = this.#clock.setTimer(resolve, milliseconds);
      this.#stopped = resolve;
    });
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

import { Alarm } from './alarm.js';
import { AnswerEcho } from './answer-echo.js';
import { type Clock, systemClock, type Timer } from './clock.js';
import type { Framing } from './framing.js';
import { Receiver } from './receiver.js';
import type { ResponderOptions } from './responder-options.js';
import type { Transport } from './transport.js';

export type { ResponderOptions } from './responder-options.js';

/** How many times `maxPending` may wait before requests are dropped. */
const OVERLOAD = 4;

interface WaitingRequest {
  readonly frame: Uint8Array;
  readonly refused: boolean;
}

/**
 * The answering end of a line: finds requests and writes what `answer` returns.
 *
 *     frame ─ hears ─► inbox ─► answer ─► outbox ─► gap ─► write
 *                      (waits while an earlier one is being answered, unless `parallel`)
 *
 * Whatever comes, no more than four times `maxPending` requests and answers are kept.
 */
export class Responder {
  /** May be changed; the next bytes are read with the new one. */
  framing: Framing;
  readonly #transport: Transport;
  readonly #options: ResponderOptions;
  readonly #clock: Clock;
  readonly #receiver: Receiver;
  readonly #maxPending: number;
  readonly #parallel: boolean;
  readonly #echo: AnswerEcho | undefined;
  readonly #inbox: WaitingRequest[] = [];
  readonly #outbox: Uint8Array[] = [];
  #answering = 0;
  #sending = false;
  #listening = false;
  #noisy = false;
  /** Length of the datagram that is being read; 0 on a stream. */
  #datagram = 0;
  #generation = 0;
  /** Whether something was understood, or given up, since the unfinished frame was looked at. */
  #progress = false;
  // Where nothing else goes on nobody can ask any more, as behind a simulated line whose user has closed it.
  readonly #silence: Alarm;
  readonly #patience: Alarm;
  #delayTimer: Timer | undefined;
  #stopped: (() => void) | undefined;

  constructor(transport: Transport, options: ResponderOptions) {
    this.framing = options.framing;
    this.#transport = transport;
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#silence = new Alarm(this.#clock, () => this.#silent(), true);
    this.#patience = new Alarm(this.#clock, () => this.#impatient(), true);
    this.#maxPending = options.maxPending ?? 16;
    this.#parallel = options.parallel ?? options.framing.multiplex !== undefined;
    this.#echo = options.echo === true ? new AnswerEcho() : undefined;
    this.#receiver = new Receiver({
      frame: bytes => this.#frame(bytes),
      noise: bytes => this.#noise(bytes),
      ...(options.onBroken === undefined ? {} : { broken: () => this.#broken() }),
    });
  }

  /** Begins to listen. `onClosed` is called when the connection goes away by itself. */
  async open(onClosed: (reason?: Error) => void = () => undefined): Promise<void> {
    this.#stop();
    this.#receiver.clear();
    this.#listening = true;
    await this.#transport.open({
      space: () => (this.#listening ? this.#receiver.space() : undefined),
      data: chunk => this.#data(chunk),
      closed: reason => {
        this.#stop();
        this.#receiver.release();
        onClosed(reason);
      },
    });
  }

  async close(): Promise<void> {
    this.#stop();
    const generation = this.#generation;
    await this.#transport.close();
    // Opened again meanwhile, it has lent the window to the transport.
    if (generation === this.#generation) this.#receiver.release();
  }

  #stop(): void {
    this.#generation += 1;
    this.#listening = false;
    this.#silence.cancel();
    this.#patience.cancel();
    if (this.#delayTimer !== undefined) this.#clock.clearTimer(this.#delayTimer);
    this.#delayTimer = undefined;
    this.#stopped?.();
    this.#inbox.length = 0;
    this.#outbox.length = 0;
    this.#answering = 0;
    this.#sending = false;
    this.#noisy = false;
    this.#echo?.forget();
  }

  #data(chunk: Uint8Array): void {
    if (!this.#listening) return;
    if (this.#transport.medium.datagrams === true) {
      this.#datagram = chunk.length;
      this.#noisy = false;
      this.#receiver.receive(chunk, this.framing);
      this.#receiver.silent(this.framing);
      this.#receiver.clear();
      return;
    }
    const heard = this.#echo?.strip(chunk, this.#clock.now()) ?? [chunk];
    for (const bytes of heard) this.#receiver.receive(bytes, this.framing);
    this.#watchSilence();
    if (this.#options.frameTimeout !== undefined) this.#watchFrame(this.#options.frameTimeout);
  }

  #frame(frame: Uint8Array): void {
    // A datagram is one frame and nothing else.
    if (!this.#listening || (this.#datagram > 0 && frame.length !== this.#datagram)) return;
    this.#noisy = false;
    this.#progress = true;
    try {
      if (this.#options.hears?.(frame) === false) return;
      const waiting = this.#answering + this.#inbox.length + this.#outbox.length;
      const refused = waiting >= this.#maxPending;
      if (waiting >= OVERLOAD * this.#maxPending) this.#options.onOverload?.();
      else if (!this.#parallel && this.#answering > 0) this.#inbox.push({ frame: frame.slice(), refused });
      else this.#take(frame, refused);
    } catch (error) {
      this.#report(error);
    }
  }

  #noise(bytes: Uint8Array): void {
    if (!this.#listening) return;
    const begins = !this.#noisy;
    this.#noisy = true;
    this.#progress = true;
    this.#options.onNoise?.(bytes, begins);
  }

  #broken(): void {
    if (!this.#listening || this.#datagram > 0) return;
    this.#listening = false;
    this.#options.onBroken?.();
  }

  #take(frame: Uint8Array, refused: boolean): void {
    const answer = refused ? this.#options.refuse?.(frame) : this.#options.answer(frame);
    if (!(answer instanceof Promise)) {
      this.#push(answer);
      return;
    }
    const generation = this.#generation;
    this.#answering += 1;
    const settled = (bytes: Uint8Array | undefined): void => {
      if (generation !== this.#generation) return;
      this.#answering -= 1;
      this.#push(bytes);
      this.#next();
    };
    answer.then(settled, error => {
      this.#report(error);
      settled(undefined);
    });
  }

  #next(): void {
    while (this.#answering === 0 && this.#inbox.length > 0) {
      const { frame, refused } = this.#inbox.shift()!;
      try {
        this.#take(frame, refused);
      } catch (error) {
        this.#report(error);
      }
    }
  }

  #push(answer: Uint8Array | undefined): void {
    if (answer === undefined) return;
    this.#outbox.push(answer);
    if (this.#sending) return;
    this.#sending = true;
    const generation = this.#generation;
    // Never inside the reception of the request: what it has completed is looked at first.
    queueMicrotask(() => void this.#send(generation));
  }

  async #send(generation: number): Promise<void> {
    while (generation === this.#generation && this.#outbox.length > 0) {
      try {
        const delay = this.#options.delay ?? this.framing.gap(this.#transport.medium);
        if (delay > 0) await this.#pause(delay);
        if (generation !== this.#generation) return;
        const bytes = this.#ready();
        this.#echo?.begin(bytes);
        await this.#transport.write(bytes);
        this.#echo?.sent(this.#clock.now() + this.framing.silence(this.#transport.medium));
      } catch (error) {
        this.#report(error);
      }
    }
    if (generation === this.#generation) this.#sending = false;
  }

  /** What is written next: where answers are told apart by an identifier, all that are ready at once. */
  #ready(): Uint8Array {
    const joined =
      this.framing.multiplex !== undefined &&
      this.#transport.medium.datagrams !== true &&
      this.#outbox.length > 1;
    if (!joined) return this.#outbox.shift()!;
    const answers = this.#outbox.splice(0);
    const bytes = new Uint8Array(answers.reduce((sum, answer) => sum + answer.length, 0));
    let at = 0;
    for (const answer of answers) {
      bytes.set(answer, at);
      at += answer.length;
    }
    return bytes;
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
    this.#silence.cancel();
    if (!this.#listening || (this.#receiver.unreadLength === 0 && !this.#noisy)) return;
    this.#silence.by(this.#clock.now() + this.framing.silence(this.#transport.medium));
  }

  #silent(): void {
    this.#receiver.silent(this.framing);
    this.#noisy = false;
  }

  /** Whoever sends the rest of a frame a byte at a time must not keep the connection for ever. */
  #watchFrame(patience: number): void {
    const unfinished = this.#listening && this.#receiver.unreadLength > 0;
    if (!unfinished || this.#progress) this.#patience.cancel();
    this.#progress = false;
    if (unfinished && !this.#patience.isSet) this.#patience.by(this.#clock.now() + patience);
  }

  #impatient(): void {
    // A silence may have ended it meanwhile.
    if (!this.#progress && this.#receiver.unreadLength > 0) this.#broken();
  }

  /** One who is told of errors, and makes one, is not told of that. */
  #report(error: unknown): void {
    try {
      this.#options.onError?.(error);
    } catch {
      // There is nobody left to tell.
    }
  }
}

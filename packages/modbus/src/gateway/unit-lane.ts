import type { Clock } from '@bus/line';
import { FairQueue, type FairQueueOptions, NotBegun, type Ticket } from './fair-queue.js';
import type { GatewayQuestion } from './gateway-question.js';
import { UnitMemory } from './unit-memory.js';
import { whenAborted } from './when-aborted.js';

/** Who asks. */
export interface Asking {
  /** Clients with different names take turns. */
  readonly client: string;
  /** Fires when nobody waits for the answer any more. */
  readonly signal: AbortSignal | undefined;
}

/** The answer of a device, and how it was come by. */
export interface LaneAnswer {
  /** Undefined: nobody answers such requests. */
  readonly answer: Uint8Array | undefined;
  readonly outcome: 'answered' | 'shared' | 'cached' | 'unanswered';
  /** Milliseconds, of a cached answer. */
  readonly age?: number;
}

export interface UnitLaneOptions {
  readonly clock: Clock;
  readonly queue: FairQueueOptions;
  /** As in `GatewayPortOptions`. */
  readonly cache: number | undefined;
  /** Broadcasts that are under way. */
  readonly writes: number;
  /** Asks the device now. */
  readonly send: (question: GatewayQuestion) => Promise<Uint8Array | undefined>;
}

/** A read that is on its way. */
interface Shared {
  readonly answer: Promise<Uint8Array | undefined>;
  readonly version: number;
  readonly ticket: Ticket | undefined;
  waiters: number;
  /** Nobody waits for it any more. */
  left(): void;
}

/**
 * The way to one unit on one line: its queue, the reads that are on their way, and the answers that may be given again.
 *
 *     read ── fresh answer? ── the same on its way? ── queue ── line          write ── forget ── queue ── line ── forget
 */
export class UnitLane {
  readonly memory: UnitMemory;
  readonly #options: UnitLaneOptions;
  readonly #queue: FairQueue;
  readonly #shared = new Map<string, Shared>();

  constructor(options: UnitLaneOptions) {
    this.#options = options;
    this.#queue = new FairQueue(options.queue);
    this.memory = new UnitMemory(options.clock, options.cache ?? 0, options.writes);
  }

  /**
   * Brings a question to the unit, or finds its answer.
   *
   * @throws {NotBegun} it was not sent. Whatever the line throws.
   */
  async ask(question: GatewayQuestion, asking: Asking): Promise<LaneAnswer> {
    if (!question.reads) return await this.#write(question, asking);
    const { version } = this.memory;
    const { cache } = this.#options;
    if (!question.cacheable || cache === undefined || version === undefined)
      return told(await this.#run(question, asking));
    const key = String.fromCharCode(...question.pdu);
    const known = this.memory.recall(key);
    if (known !== undefined) return { answer: known.answer, outcome: 'cached', age: known.age };
    const shared = this.#shared.get(key);
    if (shared?.version === version) return await this.#join(shared, asking, true);
    return await this.#join(this.#share(key, version, question, asking), asking, false);
  }

  #run(question: GatewayQuestion, { client, signal }: Asking): Promise<Uint8Array | undefined> {
    return this.#queue.run(client, () => this.#options.send(question), signal);
  }

  async #write(question: GatewayQuestion, asking: Asking): Promise<LaneAnswer> {
    this.memory.writeBegins();
    try {
      return told(await this.#run(question, asking));
    } finally {
      this.memory.writeEnds();
    }
  }

  /** Asks on behalf of all who will ask the same before the answer is there. */
  #share(key: string, version: number, question: GatewayQuestion, { client }: Asking): Shared {
    const nobodyLeft = new AbortController();
    let ticket: Ticket | undefined;
    const send = async () => {
      const time = this.#options.clock.now();
      const answer = await this.#options.send(question);
      if (answer !== undefined) this.memory.remember(key, answer, time, version);
      return answer;
    };
    const answer = this.#queue.run(client, send, nobodyLeft.signal, given => {
      ticket = given;
    });
    const done = () => {
      if (this.#shared.get(key) === shared) this.#shared.delete(key);
    };
    const left = () => {
      done();
      nobodyLeft.abort();
    };
    const shared: Shared = { answer, version, waiters: 0, ticket, left };
    this.#shared.set(key, shared);
    answer.then(done, done);
    return shared;
  }

  async #join(shared: Shared, { client, signal }: Asking, late: boolean): Promise<LaneAnswer> {
    shared.waiters += 1;
    if (late && shared.ticket !== undefined) this.#queue.share(client, shared.ticket);
    try {
      const answer = await unlessGone(shared.answer, signal);
      return late ? { answer, outcome: 'shared' } : told(answer);
    } finally {
      shared.waiters -= 1;
      if (shared.waiters === 0) shared.left();
    }
  }
}

function told(answer: Uint8Array | undefined): LaneAnswer {
  return { answer, outcome: answer === undefined ? 'unanswered' : 'answered' };
}

/** @throws {NotBegun} the signal fired first. */
async function unlessGone<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return await promise;
  if (signal.aborted) throw new NotBegun('abandoned');
  let forget: () => void = () => undefined;
  const gone = new Promise<never>((_, reject) => {
    forget = whenAborted(signal, () => reject(new NotBegun('abandoned')));
  });
  try {
    return await Promise.race([promise, gone]);
  } finally {
    forget();
  }
}

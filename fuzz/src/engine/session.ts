import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { mulberry32, type Random, randomInteger } from '@bus/sim';
import { bytesOf, type Target } from '../target.js';
import { Coverage } from './coverage.js';
import { HEAD, type SessionData, type SessionMessage } from './messages.js';
import { mutate } from './mutate.js';
import { shrink } from './shrink.js';

/** Different mistakes that one session reports. */
const MOST_FINDINGS = 20;

/** One target in a thread of its own, so that what hangs can be ended. */
class Session {
  readonly #data: SessionData;
  readonly #target: Target;
  readonly #random: Random;
  readonly #words: readonly Uint8Array[];
  readonly #coverage = new Coverage();
  readonly #corpus: Uint8Array[] = [];
  readonly #known = new Set<string>();
  readonly #head: Int32Array;
  readonly #running: Uint8Array;

  constructor(data: SessionData, target: Target) {
    this.#data = data;
    this.#target = target;
    this.#random = mulberry32(data.seed);
    this.#words = (target.words ?? []).map(bytesOf);
    this.#head = new Int32Array(data.shared, 0, HEAD / 4);
    this.#running = new Uint8Array(data.shared, HEAD);
  }

  async run(): Promise<void> {
    const { inputs, milliseconds } = this.#data;
    this.#coverage.drop();
    for (const input of [new Uint8Array(0), ...this.#target.seeds.map(bytesOf), ...inputs])
      await this.#try(input);
    const end = performance.now() + milliseconds;
    while (performance.now() < end) await this.#try(this.#next());
    const { reached } = this.#coverage;
    const corpus = await this.#smallest();
    tell({ kind: 'done', executions: this.#head[0]!, reached, corpus });
  }

  /** Inputs that were found lately lead to more; short ones cost less. */
  #next(): Uint8Array {
    const random = this.#random;
    const count = this.#corpus.length;
    const first = random() < 0.4 ? Math.floor(count * 0.8) : 0;
    const choose = () => this.#corpus[randomInteger(random, first, count - 1)]!;
    const [one, two] = [choose(), choose()];
    const parent = random() < 0.7 && two.length < one.length ? two : one;
    const { longest = 512 } = this.#target;
    const other = () => this.#corpus[randomInteger(random, 0, count - 1)]!;
    return mutate(parent, { random, longest, words: this.#words, other });
  }

  async #try(input: Uint8Array): Promise<void> {
    const error = await this.#execute(input);
    const isNew = this.#coverage.take() > 0;
    if (isNew || this.#corpus.length === 0) this.#corpus.push(input);
    if (error !== undefined) await this.#report(input, error);
  }

  async #execute(input: Uint8Array): Promise<unknown> {
    // For whoever watches: what hangs cannot say what it hangs on.
    this.#running.set(input);
    this.#head[1] = input.length;
    Atomics.add(this.#head, 0, 1);
    try {
      const running = this.#target.run(input.slice());
      if (running instanceof Promise) await running;
      return undefined;
    } catch (error) {
      return error ?? new Error('something that is undefined was thrown');
    }
  }

  /** Each mistake once, by what was thrown and where, in its shortest form. */
  async #report(input: Uint8Array, error: unknown): Promise<void> {
    const key = keyOf(error);
    if (this.#known.has(key) || this.#known.size >= MOST_FINDINGS) return;
    this.#known.add(key);
    const shortest = await shrink(input, async smaller => {
      const thrown = await this.#execute(smaller);
      return thrown !== undefined && keyOf(thrown) === key;
    });
    tell({
      kind: 'finding',
      input: shortest,
      error: error instanceof Error ? String(error.stack) : String(error),
    });
  }

  async #smallest(): Promise<Uint8Array[]> {
    const places = new Coverage({ placesOnly: true });
    const kept: Uint8Array[] = [];
    for (const input of this.#corpus.toSorted((a, b) => a.length - b.length)) {
      await this.#execute(input);
      if (places.take() > 0) kept.push(input);
    }
    return kept;
  }
}

/** The same mistake has the same name and comes from the same place; numbers in its message differ. */
function keyOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const frame = /\n\s+at (?!.*oracle)(.*)/.exec(error.stack ?? '')?.[1] ?? '';
  return `${error.name} ${error.message.replace(/[\d"'`].*/s, '')} ${frame}`;
}

const tell = (message: SessionMessage): void => parentPort!.postMessage(message);

const data = workerData as SessionData;
const { target } = (await import(pathToFileURL(data.module).href)) as { target: Target };
await new Session(data, target).run();

import { type ReadonlySignal, signal } from '@preact/signals';
import type { MethodResults, ParamsOf, RawAnswer } from '../../protocol/index.js';
import { type Failure, failureOf } from './failure.js';

export type SendCall = (params: ParamsOf<'line.send'>) => Promise<MethodResults['line.send']>;

/** One command and what came of it. */
export interface CommandEntry {
  readonly key: number;
  /** When it was sent, in milliseconds since 1970, by this machine. */
  readonly time: number;
  readonly line: string;
  readonly text: string;
  /** Neither answer nor failure: under way. */
  readonly answer?: RawAnswer;
  readonly failure?: Failure;
}

/** Entries that are kept. */
const LIMIT = 200;

/** Raw commands and their answers, oldest first. */
export class CommandDesk {
  readonly #send: SendCall;
  readonly #now: () => number;
  readonly #entries = signal<readonly CommandEntry[]>([]);
  #key = 0;

  constructor(send: SendCall, now: () => number = Date.now) {
    this.#send = send;
    this.#now = now;
  }

  get entries(): ReadonlySignal<readonly CommandEntry[]> {
    return this.#entries;
  }

  /** Sends a command; its answer, or why there is none, appears in its entry. */
  async send(line: string, text: string, checksum: boolean): Promise<void> {
    const key = this.#key++;
    const entry: CommandEntry = { key, time: this.#now(), line, text };
    this.#entries.value = [...this.#entries.value, entry].slice(-LIMIT);
    try {
      const answer = await this.#send({ line, text, ...(checksum ? { checksum } : {}) });
      this.#settle({ ...entry, answer });
    } catch (error) {
      this.#settle({ ...entry, failure: failureOf(error) });
    }
  }

  clear(): void {
    this.#entries.value = [];
  }

  #settle(settled: CommandEntry): void {
    this.#entries.value = this.#entries.value.map(entry => (entry.key === settled.key ? settled : entry));
  }
}

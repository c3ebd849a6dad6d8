import type { Clock } from '@bus/line';
import { whenAborted } from './when-aborted.js';

/** Why a job was not begun: too many wait, it waited too long, or nobody wants it any more. */
export class NotBegun extends Error {
  readonly reason: 'full' | 'expired' | 'abandoned';

  constructor(reason: NotBegun['reason']) {
    super(`the request was not sent: ${reason}`);
    this.name = 'NotBegun';
    this.reason = reason;
  }
}

/** A job that waits, or that has been begun. */
export interface Ticket {
  /** True from the moment at which it no longer waits. */
  readonly begun: boolean;
}

interface Job extends Ticket {
  begun: boolean;
  readonly since: number;
  run(): Promise<void>;
  reject(error: NotBegun): void;
  forget(): void;
}

export interface FairQueueOptions {
  readonly clock: Clock;
  /** Jobs that may run at the same time. */
  readonly concurrency: number;
  /** Milliseconds after which a job is not begun any more. */
  readonly maxWait: number;
  /** True while there is room for one more that waits. */
  readonly admits: () => boolean;
  /** Called whenever one more (1) or one less (-1) waits. */
  readonly waiting: (change: 1 | -1) => void;
}

/**
 * Work of many clients for one thing: clients take turns, and the jobs of one client keep their order. A client that asks
 * a hundred things at once keeps the others waiting for one of them at a time.
 */
export class FairQueue {
  readonly #options: FairQueueOptions;
  readonly #byClient = new Map<string, Job[]>();
  #running = 0;

  constructor(options: FairQueueOptions) {
    this.#options = options;
  }

  /**
   * Runs a job when it is its client's turn.
   *
   * @param signal takes it back as long as it waits.
   * @param ticket gets a handle with which other clients may wait for the same job.
   * @throws {NotBegun} it was not run. Whatever the job throws.
   */
  run<T>(
    client: string,
    work: () => Promise<T>,
    signal?: AbortSignal,
    ticket?: (ticket: Ticket) => void,
  ): Promise<T> {
    if (signal?.aborted === true) return Promise.reject(new NotBegun('abandoned'));
    if (!this.#options.admits()) return Promise.reject(new NotBegun('full'));
    return new Promise<T>((resolve, reject) => {
      const run = () => work().then(resolve, reject);
      const job: Job = {
        begun: false,
        since: this.#options.clock.now(),
        run,
        reject,
        // A signal lives as long as its connection, which may be years.
        forget: whenAborted(signal, () => this.#abandon(job)),
      };
      ticket?.(job);
      this.#options.waiting(1);
      this.#append(client, job);
      this.#next();
    });
  }

  /** Another client waits for the same job: it is begun at whoever's turn comes first. */
  share(client: string, ticket: Ticket): void {
    if (!ticket.begun) this.#append(client, ticket as Job);
  }

  #append(client: string, job: Job): void {
    const jobs = this.#byClient.get(client);
    if (jobs === undefined) this.#byClient.set(client, [job]);
    else if (!jobs.includes(job)) jobs.push(job);
  }

  #abandon(job: Job): void {
    if (job.begun) return;
    this.#begin(job);
    job.reject(new NotBegun('abandoned'));
  }

  /** From now on the job does not wait; wherever it still stands it is passed over. */
  #begin(job: Job): void {
    job.begun = true;
    job.forget();
    this.#options.waiting(-1);
  }

  #next(): void {
    while (this.#running < this.#options.concurrency) {
      const job = this.#take();
      if (job === undefined) return;
      this.#begin(job);
      if (this.#options.clock.now() - job.since > this.#options.maxWait) {
        job.reject(new NotBegun('expired'));
        continue;
      }
      this.#running += 1;
      void job.run().finally(() => {
        this.#running -= 1;
        this.#next();
      });
    }
  }

  /** The first job of the client whose turn it is; the client goes to the end of the row. */
  #take(): Job | undefined {
    for (const [client, jobs] of this.#byClient) {
      this.#byClient.delete(client);
      const at = jobs.findIndex(({ begun }) => !begun);
      if (at < 0) continue;
      if (at + 1 < jobs.length) this.#byClient.set(client, jobs.slice(at + 1));
      return jobs[at];
    }
    return undefined;
  }
}

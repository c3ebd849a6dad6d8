import { type Medium, type Transport, TransportError, type TransportSink } from '@bus/line';
import type { ScheduledBytes } from '../scheduled-bytes.js';
import type { Station } from './station.js';
import type { Wire } from './wire.js';

/** How one end of a wire differs from another. */
export interface WireEndOptions {
  readonly wire: Wire;
  readonly medium: Medium;
  readonly echo: boolean;
  /** Why the end can't be opened now; undefined when it can. */
  readonly unplugged: () => Error | undefined;
  /** What goes onto the wire when `bytes` are written: copies of them. */
  readonly schedule: (bytes: Uint8Array) => readonly ScheduledBytes[];
  /** Who hears what only the asking end hears. */
  readonly asker: () => Station | undefined;
  /** The port was lost as scheduled, for so many milliseconds. */
  readonly lost: (milliseconds: number) => void;
}

/** One end of a virtual line, as a transport. */
export class WireEnd implements Transport, Station {
  readonly medium: Medium;
  readonly echo: boolean;
  readonly #options: WireEndOptions;
  #sink: TransportSink | undefined;

  constructor(options: WireEndOptions) {
    this.medium = options.medium;
    this.echo = options.echo;
    this.#options = options;
  }

  async open(sink: TransportSink): Promise<void> {
    const { name } = this.medium;
    const facts = { medium: name };
    if (this.#sink !== undefined)
      throw new TransportError('open-failed', `${name} is open already`, { facts });
    const cause = this.#options.unplugged();
    if (cause !== undefined) {
      const hint = 'The simulated port was cut: call restore() on the line.';
      throw new TransportError('open-failed', `${name} can't be opened: ${cause.message}`, {
        facts,
        hint,
        cause,
      });
    }
    this.#sink = sink;
    this.#options.wire.join(this);
  }

  async write(bytes: Uint8Array): Promise<void> {
    if (this.#sink === undefined) throw this.#closedError();
    const asker = this.#options.asker();
    const scheduled = this.#options
      .schedule(bytes)
      .filter(run => run.onlyAsker !== true || asker !== undefined);
    const runs = scheduled.map(run => ({
      bytes: run.bytes,
      whole: run.whole ?? false,
      only: run.onlyAsker ? asker : undefined,
      finished: this.#loss(run.portLost),
    }));
    await this.#options.wire.send(
      this,
      runs,
      scheduled.map(({ at }) => at),
    );
  }

  async close(): Promise<void> {
    if (this.#sink === undefined) return;
    this.#sink = undefined;
    this.#options.wire.leave(this, this.#closedError());
  }

  hear(bytes: Uint8Array): void {
    try {
      this.#sink?.data(bytes);
    } catch (error) {
      // A listener's mistake must show, but not stop the wire for everybody.
      queueMicrotask(() => {
        throw error;
      });
    }
  }

  /** The port goes away under its owner. */
  lose(reason: Error): void {
    const sink = this.#sink;
    if (sink === undefined) return;
    this.#sink = undefined;
    const facts = { medium: this.medium.name };
    this.#options.wire.leave(
      this,
      new TransportError('write-failed', reason.message, { facts, cause: reason }),
    );
    sink.closed(reason);
  }

  #loss(milliseconds: number | undefined): (() => void) | undefined {
    return milliseconds === undefined ? undefined : () => this.#options.lost(milliseconds);
  }

  #closedError(): TransportError {
    const { name } = this.medium;
    return new TransportError('closed', `${name} is not open`, { facts: { medium: name } });
  }
}

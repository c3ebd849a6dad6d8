import { type Clock, type Medium, type Transport, TransportError, type TransportSink } from '@bus/line';
import type { ScheduledBytes } from '../scheduled-bytes.js';
import { Batches } from './batches.js';
import type { Station } from './station.js';
import type { Wire } from './wire.js';

/** How one end of a wire differs from another. */
export interface WireEndOptions {
  readonly wire: Wire;
  readonly medium: Medium;
  readonly echo: boolean;
  readonly clock: Clock;
  /** Milliseconds for which what has arrived is kept back at most. */
  readonly latency: number;
  /** The end is about to be opened. */
  readonly opening: () => void;
  /** Why the end can't be opened now; undefined when it can. */
  readonly unplugged: () => Error | undefined;
  /** What goes onto the wire when `bytes` are written: copies of them. */
  readonly schedule: (bytes: Uint8Array) => readonly ScheduledBytes[];
  /** Who hears what only the asking end hears. */
  readonly asker: () => Station | undefined;
  /** The port was lost as scheduled, for so many milliseconds. */
  readonly lost: (milliseconds: number) => void;
  /** Nothing passes any more, as scheduled. */
  readonly dead: () => void;
}

/** One end of a virtual line, as a transport. */
export class WireEnd implements Transport, Station {
  readonly medium: Medium;
  readonly echo: boolean;
  readonly #options: WireEndOptions;
  readonly #batches: Batches | undefined;
  #sink: TransportSink | undefined;
  #dead = false;

  constructor(options: WireEndOptions) {
    this.medium = options.medium;
    this.echo = options.echo;
    this.#options = options;
    const { clock, latency } = options;
    if (latency > 0) this.#batches = new Batches(clock, latency, bytes => this.#deliver(bytes));
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
    this.#options.opening();
    this.#dead = false;
    this.#sink = sink;
    this.#options.wire.join(this);
  }

  async write(bytes: Uint8Array): Promise<void> {
    if (this.#sink === undefined) throw this.#closedError();
    if (this.#dead) return;
    const asker = this.#options.asker();
    const scheduled = this.#options
      .schedule(bytes)
      .filter(run => run.onlyAsker !== true || asker !== undefined);
    const overtakable = scheduled.filter(run => run.overtakable);
    if (overtakable.length > 0) {
      const voice: Station = { echo: false, speaksFor: this, hear: () => undefined };
      // It fails with the wire only, and then nobody waits for it.
      this.#send(voice, overtakable, asker).catch(() => undefined);
    }
    await this.#send(
      this,
      overtakable.length === 0 ? scheduled : scheduled.filter(run => !run.overtakable),
      asker,
    );
  }

  async close(): Promise<void> {
    if (this.#sink === undefined) return;
    this.#sink = undefined;
    this.#batches?.clear();
    this.#options.wire.leave(this, this.#closedError());
  }

  hear(bytes: Uint8Array): void {
    if (this.#dead) return;
    if (this.#batches === undefined) this.#deliver(bytes);
    else this.#batches.add(bytes);
  }

  /** Hears nothing and sends nothing until it is opened anew. */
  goDead(): void {
    this.#dead = true;
    this.#batches?.clear();
  }

  #send(source: Station, scheduled: readonly ScheduledBytes[], asker: Station | undefined): Promise<void> {
    const runs = scheduled.map(run => ({
      bytes: run.bytes,
      whole: run.whole ?? false,
      only: run.onlyAsker ? asker : undefined,
      finished: this.#end(run),
    }));
    return this.#options.wire.send(
      source,
      runs,
      scheduled.map(({ at }) => at),
    );
  }

  #deliver(bytes: Uint8Array): void {
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
    this.#batches?.clear();
    const facts = { medium: this.medium.name };
    this.#options.wire.leave(
      this,
      new TransportError('write-failed', reason.message, { facts, cause: reason }),
    );
    sink.closed(reason);
  }

  /** What happens behind the last byte of a run. */
  #end({ portLost, goesDead }: ScheduledBytes): (() => void) | undefined {
    if (goesDead) return this.#options.dead;
    return portLost === undefined ? undefined : () => this.#options.lost(portLost);
  }

  #closedError(): TransportError {
    const { name } = this.medium;
    return new TransportError('closed', `${name} is not open`, { facts: { medium: name } });
  }
}

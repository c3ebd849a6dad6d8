import { type Transport, TransportError, type TransportSink } from '../../src/index.js';
import { ChoppedDelivery } from './chopped-delivery.js';
import type { Circumstances } from './circumstances.js';
import type { RandomSource } from './random-source.js';
import type { Schedule } from './schedule.js';
import type { Trouble } from './weather.js';
import type { WildDevice } from './wild-device.js';

type Phase = 'closed' | 'opening' | 'open' | 'closing';
type Done = (error?: Error) => void;

/** Milliseconds that a write takes which hangs: longer than any line waits for it. */
const HANG = 2000;

interface Parts {
  readonly random: RandomSource;
  readonly schedule: Schedule;
  readonly world: Circumstances;
  readonly device: WildDevice;
  /** False: the line was closed, and nothing has been asked of it since. */
  readonly isWanted: () => boolean;
  readonly log: (...words: unknown[]) => void;
}

/**
 * A transport that keeps its contract and does everything else that this allows: it takes its time to open, write and
 * close or does so at once, fails, hangs, throws, and loses its connection at any moment. It notes what the line may not
 * ask of it.
 */
export class WildTransport implements Transport {
  readonly medium;
  /** What was asked against the contract. */
  readonly violations: string[] = [];
  readonly transmit: Transport['transmit'];
  readonly #parts: Parts;
  #phase: Phase = 'closed';
  #attempts = 0;
  #sink: TransportSink | undefined;
  #delivery: ChoppedDelivery | undefined;
  #write: { readonly done: Done } | undefined;
  #closers: (() => void)[] = [];

  constructor(parts: Parts) {
    this.#parts = parts;
    const { characterTime, multiplexed, transmits } = parts.world;
    this.medium = { name: 'wild', characterTime, silentLoss: multiplexed };
    this.transmit = transmits ? (bytes, done) => this.#send(bytes, done) : undefined;
  }

  get phase(): Phase {
    return this.#phase;
  }

  async open(sink: TransportSink): Promise<void> {
    if (!this.#parts.isWanted())
      this.violations.push('it was opened though nobody had asked since it was closed');
    if (this.#phase !== 'closed') {
      this.violations.push(`it was opened while it was ${this.#phase}`);
      throw new TransportError('open-failed', `it is ${this.#phase}`);
    }
    this.#phase = 'opening';
    const attempt = ++this.#attempts;
    await this.#maybePause(50);
    if (attempt !== this.#attempts || this.#phase !== 'opening')
      throw new TransportError('open-failed', 'closed meanwhile');
    if (this.#strikes('unopened')) {
      this.#phase = 'closed';
      throw new TransportError('open-failed', 'nobody is there');
    }
    this.#phase = 'open';
    this.#sink = sink;
    this.#delivery = new ChoppedDelivery(sink, this.#parts.random, this.#parts.schedule);
    if (this.#strikes('vanished', 4)) this.vanish();
  }

  write(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) =>
      this.#send(bytes, error => (error === undefined ? resolve() : reject(error))),
    );
  }

  async close(): Promise<void> {
    if (this.#phase === 'closed') return;
    if (this.#phase === 'closing') return new Promise(resolve => this.#closers.push(resolve));
    this.#phase = 'closing';
    const delivery = this.#delivery;
    // What arrives may be told until the port is closed, but need not be.
    if (this.#parts.random.chance(0.5)) delivery?.end();
    this.#endWrite(new TransportError('closed', 'it was closed'));
    await this.#maybePause(20);
    delivery?.end();
    this.#phase = 'closed';
    for (const resolve of this.#closers.splice(0)) resolve();
  }

  /** The connection goes away. */
  vanish(): void {
    if (this.#phase !== 'open') return;
    this.#parts.log('vanishes');
    const sink = this.#sink!;
    this.#phase = 'closed';
    this.#delivery!.end();
    this.#endWrite(new TransportError('write-failed', 'lost'));
    // Who was told of the write may have opened it again.
    if (this.phase === 'closed') sink.closed(new TransportError('disconnected', 'vanished'));
  }

  #send(bytes: Uint8Array, done: Done): void {
    this.#parts.log('write', this.#phase, Buffer.from(bytes).toString('hex'));
    // Allowed: the line may not know yet that the connection is gone.
    if (this.#phase !== 'open') done(new TransportError('closed', 'it is not open'));
    else if (this.#write !== undefined) {
      this.violations.push('it was to write two things at a time');
      done(new Error('two writes'));
    } else if (this.#strikes('unwritten', 4)) throw new Error('thrown instead of told');
    else {
      this.#write = { done };
      if (this.#strikes('unwritten', 4)) this.#endWrite(new TransportError('write-failed', 'refused'));
      else this.#carry(bytes.slice(), this.#delivery!, this.#strikes('unwritten', 4));
    }
  }

  /** The device may answer before the write has ended. */
  #carry(bytes: Uint8Array, delivery: ChoppedDelivery, hangs: boolean): void {
    const { device, random, schedule } = this.#parts;
    device.hear(bytes, delivery.deliver);
    const end = () => {
      if (!delivery.ended) this.#endWrite();
    };
    if (hangs) schedule.later(HANG, end);
    else if (random.chance(0.5)) end();
    else schedule.later(random.upTo(20), end);
  }

  #endWrite(error?: Error): void {
    const write = this.#write;
    this.#write = undefined;
    write?.done(error);
  }

  #maybePause(most: number): Promise<void> | undefined {
    const { random, schedule } = this.#parts;
    return random.chance(0.5) ? schedule.pause(random.upTo(most)) : undefined;
  }

  #strikes(trouble: Trouble, rarity = 1): boolean {
    return this.#parts.world.weather.strikes(trouble, rarity);
  }
}

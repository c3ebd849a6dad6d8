import { type Framing, Line, type LineOptions } from '../../src/index.js';
import { FakeClock } from '../../src/testing.js';
import { toyMultiplex } from '../toy-multiplex.js';
import { Calls } from './calls.js';
import { type Circumstances, drawCircumstances, drawOptions } from './circumstances.js';
import { drawSingle, drawTagged } from './model-exchanges.js';
import { RandomSource } from './random-source.js';
import { Schedule } from './schedule.js';
import { WildDevice } from './wild-device.js';
import { WildTransport } from './wild-transport.js';

export type Log = (...words: unknown[]) => void;

/** Calls after which nothing more is asked: what is asked in answer to the line's own events would have no end. */
const MOST_CALLS = 170;

/** A line in the world of one seed, and what callers and that world may do at any time. */
export class WildScene {
  readonly random: RandomSource;
  readonly clock = new FakeClock();
  readonly schedule = new Schedule(this.clock);
  readonly world: Circumstances;
  readonly options: LineOptions;
  readonly device: WildDevice;
  readonly transport: WildTransport;
  readonly line: Line;
  readonly calls: Calls;
  readonly #framing: Framing;

  /** @param log told of everything that happens, behind the time on the clock. */
  constructor(seed: number, log?: Log) {
    const { clock, schedule } = this;
    const timed: Log = (...words) => log?.(clock.now().toFixed(2), ...words);
    const random = new RandomSource(seed);
    const world = drawCircumstances(random);
    this.options = drawOptions(random, world);
    this.random = random;
    this.world = world;
    this.device = new WildDevice(random, schedule, world);
    const isWanted = () => !this.calls.closed;
    this.transport = new WildTransport({
      random,
      schedule,
      world,
      device: this.device,
      isWanted,
      log: timed,
    });
    this.line = new Line(this.transport, { ...this.options, clock, random: random.next });
    this.calls = new Calls({ device: this.device, copies: world.weather.likelihoods.copied > 0, log: timed });
    this.#framing = toyMultiplex(world.identifiers);
    if (log !== undefined) logEvents(this.line, timed);
  }

  /** Somebody asks, and maybe gives up. */
  ask(): void {
    if (this.calls.made >= MOST_CALLS && !this.calls.certain) return;
    const { addresses, multiplexed } = this.world;
    const question = multiplexed
      ? drawTagged(this.random, addresses, this.#framing)
      : drawSingle(this.random, addresses);
    const caller = !this.calls.certain && this.random.chance(0.25) ? new AbortController() : undefined;
    const options = caller === undefined ? {} : { signal: caller.signal };
    this.calls.ask(question, () => this.line.exchange(question.exchange, options));
    if (caller !== undefined) this.#giveUp(caller);
  }

  open(): void {
    this.calls.closed = false;
    this.calls.await('open', () => this.line.open());
  }

  /** Closing has no reason to fail, whatever is under way. */
  close(): Promise<void> {
    this.calls.closing();
    const closed = this.line.close();
    this.calls.await('close', () => closed, undefined, true);
    return closed;
  }

  /** At once, as soon as the line has begun, or while the call waits or is under way. */
  #giveUp(caller: AbortController): void {
    const when = this.random.next();
    if (when < 0.2) caller.abort();
    else if (when < 0.4) queueMicrotask(() => caller.abort());
    else this.schedule.later(this.random.upTo(150), () => caller.abort());
  }
}

function logEvents(line: Line, log: Log): void {
  line.on('trace', ({ direction, kind, bytes, label }) =>
    log(direction, kind, Buffer.from(bytes).toString('hex'), label),
  );
  line.on('state', ({ state, reason }) => log('state', state, reason?.message));
}

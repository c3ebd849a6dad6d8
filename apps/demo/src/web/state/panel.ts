import { effect, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { InstrumentInfo, InstrumentValues, LineInfo, ServerInfo } from '../../protocol/index.js';
import { RpcCode, RpcError } from '../../protocol/rpc-error.js';
import type { Bus, BusFactory, ConnectionState } from './bus.js';
import { CommandDesk } from './command-desk.js';
import { type Failure, failureOf } from './failure.js';
import { InstrumentState } from './instrument-state.js';
import { ServerClock } from './server-clock.js';
import { type Later, TraceFeed } from './trace-feed.js';

export interface PanelOptions {
  readonly connect: BusFactory;
  readonly later: Later;
  /** This machine's clock, in milliseconds since 1970. */
  readonly now?: () => number;
}

/** Everything that the page knows, and what it can do. */
export class Panel {
  readonly clock: ServerClock;
  readonly trace: TraceFeed;
  readonly desk: CommandDesk;
  readonly #connect: BusFactory;
  readonly #connection = signal<ConnectionState>('connecting');
  readonly #reason = signal<string | undefined>(undefined);
  readonly #server = signal<ServerInfo | undefined>(undefined);
  readonly #lines = signal<readonly LineInfo[]>([]);
  readonly #instruments = signal<readonly InstrumentState[]>([]);
  readonly #loaded = signal(false);
  readonly #problem = signal<Failure | undefined>(undefined);
  readonly #now: Signal<number>;
  readonly #retryIn = signal<number | undefined>(undefined);
  #bus: Bus | undefined;
  #end: (() => void)[] = [];
  /** What the server said of instruments before it said which there are. */
  #early = new Map<string, InstrumentValues>();
  /** Instruments that told nothing yet since the connection came about. */
  #awaited = new Set<string>();

  constructor({ connect, later, now = Date.now }: PanelOptions) {
    this.#connect = connect;
    this.clock = new ServerClock(now);
    this.#now = signal(this.clock.now());
    this.trace = new TraceFeed(later);
    this.desk = new CommandDesk(params => this.#open().call('line.send', params), now);
  }

  get connection(): ReadonlySignal<ConnectionState> {
    return this.#connection;
  }
  /** Why there is no connection. */
  get reason(): ReadonlySignal<string | undefined> {
    return this.#reason;
  }
  get server(): ReadonlySignal<ServerInfo | undefined> {
    return this.#server;
  }
  get lines(): ReadonlySignal<readonly LineInfo[]> {
    return this.#lines;
  }
  get instruments(): ReadonlySignal<readonly InstrumentState[]> {
    return this.#instruments;
  }
  /** False until lines and instruments are known for the first time. */
  get loaded(): ReadonlySignal<boolean> {
    return this.#loaded;
  }
  /** Why lines and instruments could not be loaded. */
  get problem(): ReadonlySignal<Failure | undefined> {
    return this.#problem;
  }

  /** The server's time when `tick` was called last: what ages are told by. */
  get now(): ReadonlySignal<number> {
    return this.#now;
  }

  /** Milliseconds until the next attempt to connect, when `tick` was called last; undefined while none is waited for. */
  get retryIn(): ReadonlySignal<number | undefined> {
    return this.#retryIn;
  }

  /** To be called every second. */
  tick(): void {
    this.#now.value = this.clock.now();
    this.#retryIn.value = this.#bus?.retryIn;
  }

  /** Connects, or connects anew with another token. */
  connect(token: string | undefined): void {
    this.close();
    const bus = this.#connect(token);
    this.#bus = bus;
    const end = [
      bus.on('state', (state, reason) => this.#changed(bus, state, reason)),
      bus.subscribe('lines', {}, line => this.#takeLine(line)),
      bus.subscribe('values', {}, values => this.#takeValues(values)),
    ];
    // The subscription follows the line that is chosen.
    end.push(
      effect(() => {
        const line = this.trace.line.value;
        return line === undefined
          ? undefined
          : bus.subscribe('trace', { line }, event => this.trace.push(event.line, event.frames));
      }),
    );
    this.#end = end;
    this.#changed(bus, bus.state, undefined);
  }

  /** Does not wait for the next attempt: the network is back, or somebody looks. */
  retryNow(): void {
    this.#bus?.retryNow();
  }

  close(): void {
    for (const end of this.#end.splice(0)) end();
    this.#bus?.close();
    this.#bus = undefined;
  }

  /** Pulls the plug of a simulated line, or puts it back. @throws {RpcError} */
  async plug(line: string, plugged: boolean): Promise<void> {
    this.#takeLine(await this.#open().call(plugged ? 'lines.plug' : 'lines.unplug', { line }));
  }

  #open(): Bus {
    if (this.#bus === undefined || this.#connection.value !== 'open')
      throw new RpcError(RpcCode.DISCONNECTED, 'The server is not connected');
    return this.#bus;
  }

  #changed(bus: Bus, state: ConnectionState, reason: string | undefined): void {
    if (bus !== this.#bus) return;
    this.#reason.value = reason;
    const opened = state === 'open' && this.#connection.value !== 'open';
    this.#connection.value = state;
    this.#retryIn.value = bus.retryIn;
    if (!opened) return;
    this.#awaited = new Set(this.#instruments.value.map(({ info }) => info.id));
    this.tick();
    void this.#load(bus);
  }

  /** Learns what the server has: after each connection anew, since it may have been started with other settings. */
  async #load(bus: Bus): Promise<void> {
    try {
      await Promise.all([this.#loadServer(bus), this.#loadLines(bus), this.#loadInstruments(bus)]);
      if (bus !== this.#bus) return;
      this.#problem.value = undefined;
      this.#loaded.value = true;
    } catch (error) {
      if (bus === this.#bus && this.#connection.value === 'open') this.#problem.value = failureOf(error);
    }
  }

  async #loadServer(bus: Bus): Promise<void> {
    const server = await this.clock.synchronize(() => bus.call('server.info', {}));
    if (bus !== this.#bus) return;
    this.#server.value = server;
    this.tick();
  }

  // At once, and not together with the instruments: meanwhile a line may have changed.
  async #loadLines(bus: Bus): Promise<void> {
    const lines = await bus.call('lines.list', {});
    if (bus !== this.#bus) return;
    this.#lines.value = lines;
    if (!lines.some(({ id }) => id === this.trace.line.value) && lines[0] !== undefined)
      this.trace.choose(lines[0].id);
  }

  async #loadInstruments(bus: Bus): Promise<void> {
    const instruments = await bus.call('instruments.list', {});
    if (bus === this.#bus) this.#takeInstruments(instruments);
  }

  #takeValues(values: InstrumentValues): void {
    const id = values.instrument;
    if (values.readAt !== undefined) this.clock.saw(values.readAt);
    const state = this.#find(id);
    if (state === undefined) this.#early.set(id, values);
    else state.take(values, this.#awaited.delete(id));
  }

  #takeLine(line: LineInfo): void {
    this.#lines.value = this.#lines.value.map(known => (known.id === line.id ? line : known));
  }

  /** What is known of an instrument stays when it is described as before. */
  #takeInstruments(infos: readonly InstrumentInfo[]): void {
    const known = this.#instruments.value;
    this.#instruments.value = infos.map(info => {
      const same = known.find(state => JSON.stringify(state.info) === JSON.stringify(info));
      if (same !== undefined) return same;
      const instrument = info.id;
      const state = new InstrumentState(info, async (point, value) =>
        this.#open().call('points.write', { instrument, point, value }),
      );
      const early = this.#early.get(instrument);
      if (early !== undefined) state.take(early);
      return state;
    });
    this.#early.clear();
  }

  #find(id: string): InstrumentState | undefined {
    return this.#instruments.value.find(({ info }) => info.id === id);
  }
}

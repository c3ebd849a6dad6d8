import { type Clock, Line, systemClock, type TraceEvent, TransportError } from '@bus/line';
import type { FramingName } from '@bus/transport-node';
import type { LineInfo, TraceLine } from '../protocol/index.js';
import { FairTurns } from './fair-turns.js';
import { InfoBoard } from './info-board.js';
import type { Applicant, LineAccess, Plug } from './line-access.js';
import { machinePort, type PortMaker, splitOptions } from './line-port.js';
import { PortKeeper } from './port-keeper.js';
import type { LineSettings } from './settings/server-settings.js';
import { TraceLog } from './trace-log.js';

/** What an owner is told besides its line's settings. */
export interface LineOwnerOptions {
  /** Makes the port; by default one of this machine, or a network connection. */
  readonly makePort?: PortMaker;
  readonly clock?: Clock;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** Source of jitter, 0 ≤ x < 1. */
  readonly random?: () => number;
}

/** What suits people who wait for an answer; the settings of the line may say otherwise. */
const usual = {
  timeout: 500,
  reconnect: { min: 100, max: 2000 },
  onLoss: 'fail',
  // Somebody who keeps asking for a unit that is not there costs the others a time-out now and then, and no more.
  deadUnits: { after: 3, retryEvery: 2000 },
} as const;

/**
 * Owns one line for as long as the server runs: opens its port, and opens it again whenever it is lost, until `close`.
 *
 * @example
 * const owner = new LineOwner(settings);
 * await owner.run({ name: 'me' }, modbusKey(1), line => new ModbusClient(line).unit(1).readRegister(289));
 */
export class LineOwner implements LineAccess {
  readonly id: string;
  readonly framing: FramingName;
  readonly plug?: Plug;
  readonly #line: Line;
  readonly #turns = new FairTurns();
  readonly #keeper: PortKeeper;
  readonly #trace: TraceLog;
  readonly #board: InfoBoard;
  readonly #endings: (() => void)[];

  /** @throws {UsageError} the port's name or an option makes no sense. */
  constructor(settings: LineSettings, options: LineOwnerOptions = {}) {
    const { makePort = machinePort, clock = systemClock, now = wallClock, random = Math.random } = options;
    const { transport, framing, plug } = makePort(settings);
    this.id = settings.id;
    this.framing = framing;
    if (plug !== undefined) this.plug = plug;
    this.#line = new Line(transport, { ...usual, clock, random, ...splitOptions(settings.options).line });
    this.#trace = new TraceLog(clock, now());
    this.#keeper = new PortKeeper(this.#line, { ...usual.reconnect, clock, random });
    const { name: medium, simulated = false } = transport.medium;
    this.#board = new InfoBoard(clock, () => ({
      id: settings.id,
      medium,
      ...this.#keeper.state,
      simulated,
      pluggable: plug !== undefined,
      protocol: settings.protocol,
      counters: { ...countersOf(this.#line), waiting: this.#turns.waiting + this.#line.waiting },
    }));
    this.#endings = [
      this.#line.on('trace', (event: TraceEvent) => this.#trace.add(event)),
      this.#keeper.onChange(() => this.#board.changed()),
    ];
    this.#keeper.start();
  }

  get info(): LineInfo {
    return this.#board.info;
  }

  get recent(): readonly TraceLine[] {
    return this.#trace.recent;
  }

  run<T>(
    applicant: Applicant,
    unit: string,
    task: (line: Line) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T> {
    const work = () => {
      const { neverOpened } = this.#keeper;
      if (neverOpened !== undefined) throw unopened(this.#line, neverOpened);
      return task(this.#line);
    };
    return this.#turns.run(applicant, unit, work, signal);
  }

  on(event: 'trace', listener: (frames: readonly TraceLine[]) => void): () => void;
  on(event: 'info', listener: (info: LineInfo) => void): () => void;
  on(
    event: 'trace' | 'info',
    listener: ((frames: readonly TraceLine[]) => void) & ((info: LineInfo) => void),
  ): () => void {
    return event === 'trace' ? this.#trace.listen(listener) : this.#board.listen(listener);
  }

  /** Gives up what waits and frees the port, for good. */
  async close(): Promise<void> {
    this.#keeper.stop();
    await this.#line.close();
    for (const end of this.#endings) end();
    this.#trace.stop();
    this.#board.stop();
  }
}

/** Milliseconds since 1970 that never go back, whatever is done to the machine's clock meanwhile. */
export const wallClock = (): number => performance.timeOrigin + performance.now();

/** Without it each call would wait for an attempt of its own to open the port. */
function unopened({ medium }: Line, cause: Error): TransportError {
  const { hint } = cause as { hint?: string };
  return new TransportError('open-failed', cause.message, {
    facts: { medium: medium.name },
    hint: hint ?? 'The server goes on trying to open it.',
    cause,
  });
}

function countersOf({ statistics }: Line): Omit<LineInfo['counters'], 'waiting'> {
  const sums = { sent: 0, answered: 0, timeouts: 0, checksumErrors: 0 };
  for (const unit of statistics.units.values()) {
    sums.sent += unit.sent;
    sums.answered += unit.answered;
    sums.timeouts += unit.timeouts;
    sums.checksumErrors += unit.checksumErrors;
  }
  return { ...sums, noiseBytes: statistics.noiseBytes, losses: statistics.losses };
}

import {
  type Clock,
  type Medium,
  Responder,
  systemClock,
  type Transport,
  TransportError,
  UsageError,
} from '@bus/line';
import { backgroundClock } from './background-clock.js';
import type { FaultRecord, PlannedFault } from './faults/fault.js';
import { FaultPlan } from './faults/fault-plan.js';
import type { SimulatedInstrument } from './instruments/simulated-instrument.js';
import { remember } from './remember.js';
import type { ScheduledBytes } from './scheduled-bytes.js';
import { Wire } from './wire/wire.js';
import { WireEnd } from './wire/wire-end.js';

/** What a virtual line is like. */
export interface VirtualLineOptions {
  /** Bits per second. When absent, bytes take no time. */
  baudRate?: number;
  /** Bits per character, from start to stop bit; 10 (8N1) by default. */
  characterBits?: number;
  clock?: Clock;
  /** A whole number on which every chance depends; 1 by default. */
  seed?: number;
  /** What goes wrong; nothing by default. */
  faults?: readonly PlannedFault[];
  /** The medium's name; `sim:` by default. */
  name?: string;
  /**
   * True for what is a connection to a server rather than a wire: each time the asking end is opened, what was under way
   * before is gone. False by default.
   */
  connection?: boolean;
}

/** How one asking end differs from the others. */
export interface VirtualTransportOptions {
  /** Hears its own bytes, too, when they are on the wire; false by default. */
  echo?: boolean;
  /**
   * Hands bytes over in batches, as USB adaptors do: what has arrived is kept back for so many milliseconds at most, or
   * until there are 62 bytes. 16 is what most adaptors do; 0, at once, by default.
   */
  latency?: number;
}

/**
 * A half-duplex line that exists only in memory. Every station hears what every other station sends, at the time at which
 * it would be there. Nobody waits for anybody: on a line with a baud rate, two that send at the same time spoil both.
 *
 * @example
 * const virtual = new VirtualLine({ baudRate: 9600 });
 * virtual.attach(temperatureController({ unit: 1 }));
 * const client = new ModbusClient(new Line(virtual.transport()));
 * await client.unit(1).readRegister(289, { decimals: 1 }); // 77.2
 */
export class VirtualLine {
  readonly medium: Medium;
  readonly #clock: Clock;
  readonly #wire: Wire;
  readonly #plan: FaultPlan;
  readonly #connection: boolean;
  readonly #askers = new Set<WireEnd>();
  readonly #responders = new Set<Responder>();
  readonly #instruments = new Set<SimulatedInstrument>();
  #lastAsker: WireEnd | undefined;
  #cutBy: Error | undefined;

  /** @throws {UsageError} an option is out of range. */
  constructor(options: VirtualLineOptions = {}) {
    const {
      baudRate,
      characterBits = 10,
      clock = systemClock,
      seed = 1,
      faults = [],
      name = 'sim:',
      connection = false,
    } = options;
    if (baudRate !== undefined && !(baudRate > 0))
      throw new UsageError(`baudRate must be more than 0, not ${baudRate}`);
    if (!(characterBits > 0)) throw new UsageError(`characterBits must be more than 0, not ${characterBits}`);
    const characterTime = baudRate === undefined ? 0 : (characterBits * 1000) / baudRate;
    this.medium = { name, characterTime, simulated: true };
    this.#clock = clock;
    this.#connection = connection;
    this.#wire = new Wire(clock, characterTime);
    this.#plan = new FaultPlan(seed, faults);
  }

  /** What goes wrong from the next reply on. Later faults in the list are applied to what earlier ones left. */
  get faults(): readonly PlannedFault[] {
    return this.#plan.planned;
  }

  set faults(faults: readonly PlannedFault[]) {
    this.#plan.planned = faults;
  }

  /** Every reply that went wrong so far, in order. It grows as long as faults strike. */
  get faultLog(): readonly FaultRecord[] {
    return this.#plan.log;
  }

  /** Another end for somebody who asks, or who only listens. */
  transport({ echo = false, latency = 0 }: VirtualTransportOptions = {}): Transport {
    if (!(latency >= 0 && latency < 2 ** 31))
      throw new UsageError(`latency must be 0 or more milliseconds, not ${latency}`);
    const end: WireEnd = new WireEnd({
      wire: this.#wire,
      medium: this.medium,
      echo,
      clock: this.#clock,
      latency,
      opening: () => this.#opening(),
      unplugged: () => this.#cutBy,
      schedule: bytes => {
        this.#lastAsker = end;
        return bytes.length === 0 ? [] : [{ at: 0, bytes: bytes.slice() }];
      },
      asker: () => undefined,
      lost: () => undefined,
      dead: () => undefined,
    });
    this.#askers.add(end);
    return end;
  }

  /** Puts an instrument on the line; returns what takes it off again. */
  attach(instrument: SimulatedInstrument): () => void {
    const requests = new WeakMap<Uint8Array, Uint8Array>();
    const end = new WireEnd({
      wire: this.#wire,
      medium: this.medium,
      echo: false,
      clock: this.#clock,
      latency: 0,
      opening: () => undefined,
      unplugged: () => undefined,
      schedule: bytes => this.#schedule(instrument, requests, bytes),
      asker: () => this.#lastAsker,
      lost: milliseconds => this.#loseFor(milliseconds),
      dead: () => {
        for (const asker of this.#askers) asker.goDead();
      },
    });
    const responder = new Responder(end, {
      framing: instrument.framing,
      answer: frame => remember(requests, frame.slice(), instrument.answer(frame)),
      clock: backgroundClock(this.#clock),
      ...(instrument.delay === undefined ? {} : { delay: instrument.delay }),
    });
    this.#instruments.add(instrument);
    this.#responders.add(responder);
    void responder.open();
    return () => {
      this.#instruments.delete(instrument);
      this.#responders.delete(responder);
      void responder.close();
    };
  }

  /**
   * Takes the port away from all asking ends: they report `closed`, and can't be opened until `restore`. The instruments
   * stay on the line.
   */
  cut(reason: Error = this.#lossError()): void {
    if (this.#cutBy !== undefined) return;
    this.#cutBy = reason;
    for (const end of this.#askers) end.lose(reason);
  }

  /** Lets the asking ends be opened again. */
  restore(): void {
    this.#cutBy = undefined;
  }

  /** A new connection begins: nothing of the one before may come through it. */
  #opening(): void {
    if (!this.#connection) return;
    this.#wire.clear(this.#lossError());
    for (const responder of this.#responders) {
      void responder.close();
      void responder.open();
    }
  }

  #loseFor(milliseconds: number): void {
    if (this.#cutBy !== undefined) return;
    const reason = this.#lossError();
    this.cut(reason);
    if (milliseconds >= 2 ** 31) return;
    this.#clock.setTimer(() => {
      if (this.#cutBy === reason) this.restore();
    }, milliseconds);
  }

  #lossError(): TransportError {
    const { name } = this.medium;
    return new TransportError('disconnected', `${name} was cut`, { facts: { medium: name } });
  }

  #schedule(
    instrument: SimulatedInstrument,
    requests: WeakMap<Uint8Array, Uint8Array>,
    answer: Uint8Array,
  ): readonly ScheduledBytes[] {
    const { unit, framing } = instrument;
    const units = Array.from(this.#instruments, ({ unit }) => unit);
    const request = requests.get(answer) ?? new Uint8Array(0);
    return this.#plan.apply(this.#clock.now(), { unit, units, framing, request, answer });
  }
}

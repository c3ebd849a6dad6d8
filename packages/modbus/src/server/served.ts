import { Responder, type Transport } from '@bus/line';
import type { ModbusFraming } from '../framing/modbus-framing.js';
import { BROADCAST } from '../modbus-exchange.js';
import { EXCEPTION_BIT } from '../pdu/exception.js';
import { CommCounters, LineCounters } from './comm-counters.js';
import { Refusal } from './modbus-refusal.js';
import { refusalPdu } from './refuse.js';
import type { AnsweringContext } from './request-context.js';
import type { ServeOptions, ServerOptions } from './server-options.js';
import type { NumberedUnit, UnitDirectory } from './unit-directory.js';

/** Noise that is longer than the longest frame counts as an overrun. */
const LONGEST_FRAME = 256;

/** What a served line takes from its server. */
export interface ServedSettings extends Omit<ServeOptions, 'framing'> {
  readonly framing: ModbusFraming;
  readonly units: UnitDirectory;
  readonly server: ServerOptions;
}

/** A line or connection on which a server answers. */
export class Served {
  /** Who is connected, if that is known. */
  readonly peer: string | undefined;
  /** Resolves when the line is no longer served, whoever ended it. */
  readonly closed: Promise<void>;
  readonly #settings: ServedSettings;
  readonly #transport: Transport;
  readonly #responder: Responder;
  readonly #line = new LineCounters();
  readonly #counters = new Map<number, CommCounters>();
  #framing: ModbusFraming;
  #noise = 0;
  #ended: () => void = () => undefined;

  constructor(transport: Transport, settings: ServedSettings) {
    this.peer = settings.peer;
    this.#settings = settings;
    this.#transport = transport;
    this.#framing = settings.framing;
    this.closed = new Promise(resolve => {
      this.#ended = resolve;
    });
    for (const { unit } of settings.units.listed) this.counters(unit);
    const { echo, delay, clock, server } = settings;
    this.#responder = new Responder(transport, {
      framing: settings.framing,
      hears: frame => this.#hears(frame),
      answer: frame => this.#answer(frame.slice()),
      refuse: frame => this.#refuse(frame),
      maxPending: server.maxPending ?? 16,
      onNoise: (bytes, begins) => this.#heardNoise(bytes.length, begins),
      onBroken: () => this.#drop(),
      onOverload: () => this.#overloaded(),
      ...(server.onError === undefined ? {} : { onError: server.onError }),
      ...(echo === undefined ? {} : { echo }),
      ...(delay === undefined ? {} : { delay }),
      ...(clock === undefined ? {} : { clock }),
    });
  }

  /** @throws {TransportError} the transport can't be opened. */
  async open(): Promise<void> {
    await this.#responder.open(() => this.#ended());
  }

  /** Stops answering and closes the transport. */
  async close(): Promise<void> {
    await this.#responder.close();
    this.#ended();
  }

  /** What the unit of that number has counted on this line. */
  counters(unit: number): CommCounters {
    let counters = this.#counters.get(unit);
    if (counters === undefined) {
      counters = new CommCounters(this.#line);
      this.#counters.set(unit, counters);
    }
    return counters;
  }

  #hears(frame: Uint8Array): boolean {
    this.#line.messages += 1;
    const { unit } = this.#framing.unwrap(frame);
    if (this.#isBroadcast(unit)) return true;
    const { units } = this.#settings;
    return units.find(unit) !== undefined || (this.#isNetwork && units.unknownUnit !== 'silent');
  }

  #answer(frame: Uint8Array): Uint8Array | undefined | Promise<Uint8Array | undefined> {
    const framing = this.#framing;
    const { unit, pdu } = framing.unwrap(frame);
    if (this.#isBroadcast(unit)) return this.#broadcast(pdu);
    const answer = this.#ask(unit, pdu);
    if (answer instanceof Promise)
      return answer.then(response => response && framing.respond(frame, unit, response));
    return answer && framing.respond(frame, unit, answer);
  }

  #ask(unit: number, pdu: Uint8Array): Uint8Array | undefined | Promise<Uint8Array | undefined> {
    const asked = this.#find(unit);
    if (asked !== undefined) return asked.device.answer(pdu, this.#context(asked, unit));
    return this.#nobody(pdu);
  }

  /** What is said for a unit that is not there. */
  #nobody(pdu: Uint8Array): Uint8Array | undefined {
    const { unknownUnit } = this.#settings.units;
    const functionCode = pdu[0] ?? 0;
    return typeof unknownUnit === 'number' && functionCode < EXCEPTION_BIT
      ? refusalPdu(functionCode, unknownUnit)
      : undefined;
  }

  #find(unit: number): NumberedUnit | undefined {
    const { units } = this.#settings;
    return units.find(unit) ?? (this.#isNetwork ? units.anybody : undefined);
  }

  #broadcast(pdu: Uint8Array): Promise<undefined> | undefined {
    const answers = this.#settings.units
      .everybody(this.#framing.maxUnit)
      .map(asked => asked.device.answer(pdu, this.#context(asked, BROADCAST)));
    if (!answers.some(answer => answer instanceof Promise)) return undefined;
    return Promise.all(answers).then(() => undefined);
  }

  #refuse(frame: Uint8Array): Uint8Array | undefined {
    const { unit, pdu } = this.#framing.unwrap(frame);
    if (this.#isBroadcast(unit)) return undefined;
    const asked = this.#find(unit);
    const answer =
      asked === undefined
        ? this.#nobody(pdu)
        : asked.device.refuse(pdu, Refusal.BUSY, this.#context(asked, unit));
    return answer && this.#framing.respond(frame, unit, answer);
  }

  #context(asked: NumberedUnit, unit: number): AnsweringContext {
    const { peer, server, role, framing } = this.#settings;
    return {
      unit,
      broadcast: this.#isBroadcast(unit),
      peer,
      role,
      counters: this.counters(asked.unit),
      authorise: server.authorise,
      onError: server.onError ?? (() => undefined),
      ...(framing.withDelimiter === undefined
        ? {}
        : {
            changeDelimiter: delimiter => this.#read(framing.withDelimiter!(delimiter)),
            restarted: () => this.#read(framing),
          }),
    };
  }

  /** From the next bytes on; what is being answered is still answered in the framing in which it was asked. */
  #read(framing: ModbusFraming): void {
    this.#framing = framing;
    this.#responder.framing = framing;
  }

  /** True where a unit is no more than a number in the frame: what is heard was meant for this server. */
  get #isNetwork(): boolean {
    return this.#framing.multiplex !== undefined;
  }

  #isBroadcast(unit: number): boolean {
    return unit === BROADCAST && this.#framing.broadcasts;
  }

  #heardNoise(length: number, begins: boolean): void {
    const before = begins ? 0 : this.#noise;
    this.#noise = before + length;
    if (begins) {
      this.#line.errors += 1;
      this.#noted(false);
    }
    if (before <= LONGEST_FRAME && this.#noise > LONGEST_FRAME) {
      this.#line.overruns += 1;
      this.#noted(true);
    }
  }

  #noted(overrun: boolean): void {
    for (const counters of this.#counters.values()) counters.damaged(overrun);
  }

  /** A serial line stays; a client that does not take its answers goes. */
  #overloaded(): void {
    const { characterTime, datagrams } = this.#transport.medium;
    if (characterTime === 0 && datagrams !== true) this.#drop();
  }

  #drop(): void {
    this.close().catch(error => this.#settings.server.onError?.(error));
  }
}

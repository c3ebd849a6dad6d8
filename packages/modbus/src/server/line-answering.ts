import { type Clock, systemClock } from '@bus/line';
import type { ModbusFraming } from '../framing/modbus-framing.js';
import { BROADCAST } from '../modbus-exchange.js';
import { EXCEPTION_BIT } from '../pdu/exception.js';
import { CommCounters, LineCounters } from './comm-counters.js';
import { Refusal } from './modbus-refusal.js';
import { refusalPdu } from './refuse.js';
import type { AnsweringContext } from './request-context.js';
import type { ServerOptions } from './server-options.js';
import type { NumberedUnit, UnitDirectory } from './unit-directory.js';

/** Noise that is longer than the longest frame counts as an overrun. */
const LONGEST_FRAME = 256;

/** Who asks, as far as that is known. */
export interface Client {
  readonly peer: string | undefined;
  readonly role: string | undefined;
  /** Fires when the connection is gone. */
  readonly signal: AbortSignal | undefined;
}

/** How a line differs from the usual. */
export interface AnsweringOptions {
  /** Whether one request may make the line deaf to others: listen-only mode, or another delimiter; true by default. */
  readonly canBeSilenced?: boolean;
  /** Nobody else answers on this line; false by default. */
  readonly alone?: boolean | undefined;
  readonly clock?: Clock | undefined;
}

/** From frames to frames: what a server answers on one line, and what it counts there. */
export class LineAnswering {
  readonly #units: UnitDirectory;
  readonly #server: ServerOptions;
  readonly #original: ModbusFraming;
  readonly #canBeSilenced: boolean;
  readonly #clock: Clock;
  /** True where a unit is no more than a number in the frame: what is heard was meant for this server. */
  readonly #isNetwork: boolean;
  readonly #line = new LineCounters();
  readonly #counters = new Map<number, CommCounters>();
  #framing: ModbusFraming;
  #noise = 0;

  constructor(
    framing: ModbusFraming,
    units: UnitDirectory,
    server: ServerOptions,
    { canBeSilenced = true, alone = false, clock = systemClock }: AnsweringOptions = {},
  ) {
    this.#isNetwork = framing.multiplex !== undefined || alone;
    this.#canBeSilenced = canBeSilenced;
    this.#clock = clock;
    this.#original = framing;
    this.#framing = framing;
    this.#units = units;
    this.#server = server;
    for (const { unit } of units.listed) this.counters(unit);
  }

  /** What the next bytes are to be read with; function 8/3 changes it. */
  get framing(): ModbusFraming {
    return this.#framing;
  }

  /** What the unit of that number has counted on this line. */
  counters(unit: number): CommCounters {
    let counters = this.#counters.get(unit);
    if (counters === undefined) {
      counters = new CommCounters(this.#line, this.#canBeSilenced);
      this.#counters.set(unit, counters);
    }
    return counters;
  }

  /** Counts a frame; true when it is a request that somebody here answers or carries out. */
  hears(frame: Uint8Array): boolean {
    this.#line.messages += 1;
    const { unit } = this.#framing.unwrap(frame);
    if (this.#isBroadcast(unit)) return true;
    return this.#find(unit) !== undefined || (this.#isNetwork && this.#units.unknownUnit !== 'silent');
  }

  /** The frame that answers; undefined means silence. `frame` must stay as it is until then. */
  answer(frame: Uint8Array, client: Client): Uint8Array | undefined | Promise<Uint8Array | undefined> {
    // What is asked in one framing is answered in it, whatever is read with another meanwhile.
    const framing = this.#framing;
    const { unit, pdu } = framing.unwrap(frame);
    if (this.#isBroadcast(unit)) return this.#broadcast(pdu, client);
    const asked = this.#find(unit);
    const answer = asked === undefined ? this.#nobody(pdu) : this.#ask(asked, pdu, unit, client);
    if (answer instanceof Promise)
      return answer.then(response => response && framing.respond(frame, unit, response));
    return answer && framing.respond(frame, unit, answer);
  }

  /** The frame that says "busy". */
  refuse(frame: Uint8Array, client: Client): Uint8Array | undefined {
    const { unit, pdu } = this.#framing.unwrap(frame);
    if (this.#isBroadcast(unit)) return undefined;
    const asked = this.#find(unit);
    const answer =
      asked === undefined
        ? this.#nobody(pdu)
        : asked.device.refuse(pdu, Refusal.BUSY, this.#context(asked, unit, client));
    return answer && this.#framing.respond(frame, unit, answer);
  }

  /** Counts bytes that were no frame; `begins` is true for the first of a run. */
  heardNoise(length: number, begins: boolean): void {
    const before = begins ? 0 : this.#noise;
    this.#noise = before + length;
    if (begins) {
      this.#line.errors += 1;
      this.#damaged(false);
    }
    if (before <= LONGEST_FRAME && this.#noise > LONGEST_FRAME) {
      this.#line.overruns += 1;
      this.#damaged(true);
    }
  }

  #damaged(overrun: boolean): void {
    for (const counters of this.#counters.values()) counters.damaged(overrun);
  }

  #find(unit: number): NumberedUnit | undefined {
    return this.#units.find(unit) ?? (this.#isNetwork ? this.#units.anybody : undefined);
  }

  /** The answer, or exception 4 when the handler takes longer than it may. */
  #ask(
    asked: NumberedUnit,
    pdu: Uint8Array,
    unit: number,
    client: Client,
  ): Uint8Array | undefined | Promise<Uint8Array | undefined> {
    const { answerTimeout, onError } = this.#server;
    const overtime = { is: false };
    const context = this.#context(asked, unit, client, overtime);
    const answer = asked.device.answer(pdu, context);
    if (answerTimeout === undefined || !(answer instanceof Promise)) return answer;
    const functionCode = pdu[0] ?? 0;
    return new Promise(resolve => {
      const timer = this.#clock.setTimer(() => {
        overtime.is = true;
        context.counters.ended({ answered: !context.broadcast, exceptionCode: Refusal.FAILURE });
        resolve(refusalPdu(functionCode, Refusal.FAILURE));
        onError?.(new Error(`the handler of function ${functionCode} took longer than ${answerTimeout} ms`));
      }, answerTimeout);
      void answer.then(settled => {
        this.#clock.clearTimer(timer);
        resolve(settled);
      });
    });
  }

  /** What is said for a unit that is not there. */
  #nobody(pdu: Uint8Array): Uint8Array | undefined {
    const { unknownUnit } = this.#units;
    const functionCode = pdu[0] ?? 0;
    return typeof unknownUnit === 'number' && functionCode < EXCEPTION_BIT
      ? refusalPdu(functionCode, unknownUnit)
      : undefined;
  }

  #broadcast(pdu: Uint8Array, client: Client): Promise<undefined> | undefined {
    const answers = this.#units
      .everybody(this.#framing.maxUnit)
      .map(asked => this.#ask(asked, pdu, BROADCAST, client));
    if (!answers.some(answer => answer instanceof Promise)) return undefined;
    return Promise.all(answers).then(() => undefined);
  }

  #context(
    asked: NumberedUnit,
    unit: number,
    { peer, role, signal }: Client,
    overtime?: { readonly is: boolean },
  ): AnsweringContext {
    const original = this.#original;
    return {
      unit,
      broadcast: this.#isBroadcast(unit),
      peer,
      role,
      signal,
      overtime,
      counters: this.counters(asked.unit),
      authorise: this.#server.authorise,
      onError: this.#server.onError ?? (() => undefined),
      changeDelimiter:
        original.withDelimiter &&
        (delimiter => {
          const changed = original.withDelimiter!(delimiter);
          if (this.#canBeSilenced) this.#framing = changed;
        }),
      restarted: () => {
        this.#framing = original;
      },
    };
  }

  #isBroadcast(unit: number): boolean {
    return unit === BROADCAST && this.#original.broadcasts;
  }
}

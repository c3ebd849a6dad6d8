import { checkInteger } from '../pdu/checks.js';
import { pduCodecs } from '../pdu/codecs.js';
import { DiagnosticSub, type Diagnostics } from '../pdu/diagnostics.js';
import { EXCEPTION_BIT } from '../pdu/exception.js';
import type { AnyPduCodec, PduCodec } from '../pdu/pdu-codec.js';
import { type Carried, carryOut } from './carry-out.js';
import { CommCounters, type Ending } from './comm-counters.js';
import { executors } from './execute.js';
import { type IdentificationOptions, IdentificationSource } from './identification-source.js';
import { MemoryBank } from './memory-bank.js';
import { exceptionOf, refusalPdu } from './refuse.js';
import type { AnsweringContext } from './request-context.js';
import type { Handler, UnitFunction } from './unit-function.js';

/** Functions that change something, so that everybody may be told to carry them out. 8: some sub-functions. */
const BROADCASTABLE: ReadonlySet<number> = new Set([5, 6, 15, 16, 21, 22]);
const BROADCASTABLE_DIAGNOSTICS: ReadonlySet<number> = new Set([
  DiagnosticSub.RESTART_COMMUNICATIONS,
  DiagnosticSub.CHANGE_ASCII_DELIMITER,
  DiagnosticSub.FORCE_LISTEN_ONLY,
  DiagnosticSub.CLEAR_COUNTERS,
  DiagnosticSub.CLEAR_OVERRUN,
]);
/** Functions that every unit has: what it knows of its communication. */
const DIAGNOSTIC: ReadonlySet<number> = new Set([7, 8, 11, 12]);

/** What a device consists of. */
export interface ServerUnitOptions {
  /** Tables, files and queues; none by default, so that every address is illegal. */
  bank?: MemoryBank;
  /** Objects of function 43/14, which is illegal without. */
  identification?: IdentificationOptions;
  /** What function 17 answers: identifier, run indicator, further data, up to 251 bytes. Illegal without. */
  serverId?: Uint8Array;
  /** What function 7 answers, 0..255; 0 by default. */
  exceptionStatus?: () => number;
  /** What function 8/2 answers, 0..65535; 0 by default. */
  diagnosticRegister?: number;
  /** The function codes that the device knows; all by default. */
  functions?: ReadonlySet<number>;
}

/**
 * One device: it answers every function of this package from a memory, and what handlers are added for.
 *
 * @example
 * const unit = new ServerUnit({ bank: new MemoryBank({ holdingRegisters: { 100: 4711 } }) });
 * unit.handle(readInputRegisters, async ({ startAddress, quantity }) => ({
 *   registers: await measure(startAddress, quantity),
 * }));
 */
export class ServerUnit {
  readonly bank: MemoryBank;
  readonly identification: IdentificationSource | undefined;
  readonly serverId: Uint8Array | undefined;
  readonly exceptionStatus: () => number;
  /** What function 8/2 answers; the device may change it, and 8/10 sets it to 0. */
  diagnosticRegister: number;
  readonly #functions: ReadonlySet<number> | undefined;
  readonly #handlers = new Map<number, UnitFunction>();

  /** @throws {UsageError} an identification object is too long, or a number out of range. */
  constructor(options: ServerUnitOptions = {}) {
    this.bank = options.bank ?? new MemoryBank();
    this.identification =
      options.identification === undefined ? undefined : new IdentificationSource(options.identification);
    if (options.serverId !== undefined)
      checkInteger('length of the server id', options.serverId.length, 0, 251);
    this.serverId = options.serverId;
    this.exceptionStatus = options.exceptionStatus ?? (() => 0);
    this.diagnosticRegister = options.diagnosticRegister ?? 0;
    checkInteger('diagnostic register', this.diagnosticRegister, 0, 65_535);
    this.#functions = options.functions;
  }

  /**
   * Carries a function out, instead of what is built in, or in addition. A later handler replaces an earlier one.
   *
   * @param options `broadcast`: also called for requests to everybody; by default for those functions for which the
   * specification says so.
   *
   * @example
   * unit.handle(writeSingleRegister, ({ address, value }) => {
   *   if (value > 1000) throw new ModbusRefusal(3);
   *   return undefined; // written by what is built in
   * });
   */
  handle<Request, Response>(
    codec: PduCodec<Request, Response>,
    handler: Handler<Request, Response>,
    { broadcast = BROADCASTABLE.has(codec.code) }: { broadcast?: boolean } = {},
  ): this {
    checkInteger('function code', codec.code, 1, EXCEPTION_BIT - 1);
    this.#handlers.set(codec.code, { codec, handler: handler as Handler<unknown, unknown>, broadcast });
    return this;
  }

  /**
   * Answers one request: checks it in the order of the specification, carries it out and counts it. Undefined means
   * silence. It never throws, and its promise never rejects. `pdu` must stay as it is until then.
   */
  answer(
    pdu: Uint8Array,
    context: Partial<AnsweringContext> = {},
  ): Uint8Array | undefined | Promise<Uint8Array | undefined> {
    const complete = this.#complete(context);
    const { counters, broadcast, onError } = complete;
    const functionCode = pdu[0] ?? 0;
    counters.received(broadcast);
    if (!this.#isForUs(pdu, complete)) {
      counters.ended({ answered: false, event: false });
      return undefined;
    }
    const silent = broadcast || counters.listenOnly;
    const ended = (ending: Ending): void => {
      if (complete.overtime?.is !== true) counters.ended(ending);
    };
    const done = ({ response, afterwards, answered = true }: Carried): Uint8Array | undefined => {
      ended({ answered: answered && !silent, event: functionCode !== 11 });
      afterwards?.();
      return answered && !silent ? response : undefined;
    };
    const failed = (error: unknown): Uint8Array | undefined => {
      const exceptionCode = exceptionOf(error, onError);
      ended({ answered: !silent, exceptionCode });
      return silent ? undefined : refusalPdu(functionCode, exceptionCode);
    };
    try {
      const carried = carryOut(this, pdu, complete);
      return carried instanceof Promise ? carried.then(done, failed) : done(carried);
    } catch (error) {
      return failed(error);
    }
  }

  /** A spread that comes first gives each result a shape of its own in V8, which would make every request slower. */
  #complete(context: Partial<AnsweringContext>): AnsweringContext {
    return { counters: this.#counters, ...STANDALONE, ...context };
  }

  /** Answers a request with an exception without looking at it: busy, for instance. */
  refuse(
    pdu: Uint8Array,
    exceptionCode: number,
    context: Partial<AnsweringContext> = {},
  ): Uint8Array | undefined {
    const complete = this.#complete(context);
    const { counters, broadcast } = complete;
    counters.received(broadcast);
    const answered = this.#isForUs(pdu, complete) && !broadcast && !counters.listenOnly;
    counters.ended({ answered, event: false, ...(answered ? { exceptionCode } : {}) });
    return answered ? refusalPdu(pdu[0] ?? 0, exceptionCode) : undefined;
  }

  /** The codec of a function that this unit knows. */
  codecOf(functionCode: number): AnyPduCodec | undefined {
    if (this.#functions?.has(functionCode) === false || !this.#carriesOut(functionCode)) return undefined;
    return this.#handlers.get(functionCode)?.codec ?? pduCodecs.get(functionCode);
  }

  handlerOf(functionCode: number): Handler<unknown, unknown> | undefined {
    return this.#handlers.get(functionCode)?.handler;
  }

  /** A function that nobody carries out is illegal, whatever else is wrong with its request. */
  #carriesOut(functionCode: number): boolean {
    if (this.#handlers.has(functionCode) || executors.has(functionCode)) return true;
    if (functionCode === 17) return this.serverId !== undefined;
    if (functionCode === 43) return this.identification !== undefined;
    return DIAGNOSTIC.has(functionCode);
  }

  readonly #counters = new CommCounters();

  #isForUs(pdu: Uint8Array, { broadcast, counters }: AnsweringContext): boolean {
    const functionCode = pdu[0] ?? 0;
    if (functionCode >= EXCEPTION_BIT) return false;
    if (counters.listenOnly) return isRestart(pdu);
    if (!broadcast) return true;
    if (functionCode === 8) return BROADCASTABLE_DIAGNOSTICS.has(subFunctionOf(pdu));
    return this.#handlers.get(functionCode)?.broadcast ?? BROADCASTABLE.has(functionCode);
  }
}

const STANDALONE = {
  unit: 1,
  broadcast: false,
  peer: undefined,
  role: undefined,
  onError: () => undefined,
};

function subFunctionOf(pdu: Uint8Array): Diagnostics['subFunction'] {
  return pdu.length < 3 ? -1 : pdu[1]! * 256 + pdu[2]!;
}

function isRestart(pdu: Uint8Array): boolean {
  const legal = pdu.length === 5 && (pdu[3] === 0 || pdu[3] === 0xff) && pdu[4] === 0;
  return pdu[0] === 8 && subFunctionOf(pdu) === DiagnosticSub.RESTART_COMMUNICATIONS && legal;
}

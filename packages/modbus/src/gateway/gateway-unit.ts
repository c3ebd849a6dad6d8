import { type Clock, UsageError } from '@bus/line';
import { EXCEPTION_BIT, encodeException } from '../pdu/exception.js';
import type { AnsweringUnit } from '../server/answering-unit.js';
import { Refusal } from '../server/modbus-refusal.js';
import type { AnsweringContext } from '../server/request-context.js';
import { type AccessRule, isAllowed } from './access-rules.js';
import type { GatewayEvent, GatewayOutcome } from './gateway-event.js';
import { type GatewayQuestion, questionOf } from './gateway-question.js';
import { failureOf, GatewayRefusal } from './outcome-of-failure.js';
import type { Asking, LaneAnswer } from './unit-lane.js';

/** What all units of a gateway share. */
export interface GatewayRules {
  readonly clock: Clock;
  readonly access: readonly AccessRule[];
  readonly readOnly: boolean;
  /** The exception that answers what is not allowed. */
  readonly refusal: number;
  readonly done: (event: GatewayEvent) => void;
  readonly onError: (error: unknown) => void;
}

/** Where requests go. */
export interface Way {
  /** Undefined: there is no way. */
  readonly port: string | undefined;
  /** The unit there. */
  readonly target: number | undefined;
  ask(question: GatewayQuestion, asking: Asking): Promise<LaneAnswer>;
}

/** How a request ended. */
interface End {
  readonly outcome: GatewayOutcome;
  readonly answer?: Uint8Array | undefined;
  readonly exceptionCode?: number | undefined;
  readonly age?: number | undefined;
  readonly error?: unknown;
}

/** What answers for a unit behind a gateway: checks what is asked, passes it on, and tells what became of it. */
export class GatewayUnit implements AnsweringUnit {
  readonly #rules: GatewayRules;
  readonly #way: Way;

  constructor(rules: GatewayRules, way: Way) {
    this.#rules = rules;
    this.#way = way;
  }

  async answer(pdu: Uint8Array, context: AnsweringContext): Promise<Uint8Array | undefined> {
    const functionCode = pdu[0] ?? 0;
    if (functionCode >= EXCEPTION_BIT) return undefined;
    const time = this.#rules.clock.now();
    let question: GatewayQuestion | undefined;
    let end: End;
    try {
      question = read(pdu);
      end = question === undefined ? NO_FUNCTION : await this.#carryOut(question, functionCode, context);
    } catch (error) {
      end = { ...failureOf(error), error };
      if (end.outcome === 'failed') this.#report(error);
    }
    this.#tell(time, functionCode, question, context, end);
    if (end.answer !== undefined) return end.answer;
    const { exceptionCode } = end;
    return exceptionCode === undefined ? undefined : encodeException({ functionCode, exceptionCode });
  }

  /** More of one connection wait than may. */
  refuse(pdu: Uint8Array, exceptionCode: number, context: AnsweringContext): Uint8Array | undefined {
    const functionCode = pdu[0] ?? 0;
    if (functionCode >= EXCEPTION_BIT) return undefined;
    const question = understood(pdu);
    this.#tell(this.#rules.clock.now(), functionCode, question, context, { outcome: 'busy', exceptionCode });
    return encodeException({ functionCode, exceptionCode });
  }

  async #carryOut(
    question: GatewayQuestion,
    functionCode: number,
    { unit, peer, role, signal, broadcast }: AnsweringContext,
  ): Promise<End> {
    const { access, readOnly, refusal } = this.#rules;
    const { reads } = question;
    const allowed = (reads || !readOnly) && isAllowed(access, { peer, role, unit, functionCode, reads });
    // To ask everybody at once makes no sense, and the answers would meet on the wire.
    if (broadcast && reads) return { outcome: 'malformed' };
    if (!allowed) return { outcome: 'denied', exceptionCode: refusal };
    if (this.#way.port === undefined) return { outcome: 'no-path', exceptionCode: GatewayRefusal.NO_PATH };
    return await this.#way.ask(question, { client: peer ?? '', signal });
  }

  #tell(
    time: number,
    functionCode: number,
    question: GatewayQuestion | undefined,
    { unit, peer }: AnsweringContext,
    { outcome, exceptionCode, age, error }: End,
  ): void {
    const { port, target } = this.#way;
    const { clock, done } = this.#rules;
    const now = clock.now();
    try {
      done({
        time: now,
        client: peer,
        unit,
        port,
        target,
        functionCode,
        description: question?.codec.describeRequest(question.request) ?? `function ${functionCode}`,
        reads: question?.reads ?? false,
        outcome,
        exceptionCode,
        elapsed: now - time,
        age,
        error,
      });
    } catch (mistake) {
      this.#report(mistake);
    }
  }

  /** One who is told of errors, and makes one, is not told of that. */
  #report(error: unknown): void {
    try {
      this.#rules.onError(error);
    } catch {
      // There is nobody left to tell.
    }
  }
}

const NO_FUNCTION: End = { outcome: 'malformed', exceptionCode: Refusal.FUNCTION };

/** The request; undefined for function code 0. */
function read(pdu: Uint8Array): GatewayQuestion | undefined {
  try {
    return questionOf(pdu);
  } catch (error) {
    if (error instanceof UsageError) return undefined;
    throw error;
  }
}

/** The request, for those who are told of it; undefined when it is none. */
function understood(pdu: Uint8Array): GatewayQuestion | undefined {
  try {
    return questionOf(pdu);
  } catch {
    return undefined;
  }
}

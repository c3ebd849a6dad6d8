import { type EncapsulatedRequest, MEI_CANOPEN } from '../pdu/encapsulated-interface.js';
import type { AnyPduCodec } from '../pdu/pdu-codec.js';
import { addressRanges } from './address-ranges.js';
import { diagnose } from './diagnose.js';
import { executors } from './execute.js';
import { ModbusRefusal, Refusal } from './modbus-refusal.js';
import type { AnsweringContext } from './request-context.js';
import type { ServerUnit } from './server-unit.js';
import { encodeHandled } from './unit-function.js';

/** A request that was carried out. */
export interface Carried {
  readonly response: Uint8Array;
  /** Done when the request is answered and counted. */
  readonly afterwards?: (() => void) | undefined;
  /** False when nobody is ever told; true by default. */
  readonly answered?: boolean;
}

interface Job {
  readonly unit: ServerUnit;
  readonly codec: AnyPduCodec;
  readonly request: unknown;
  readonly context: AnsweringContext;
}

/**
 * Decodes a request, asks whether it is allowed, and carries it out.
 *
 * @throws {PduError} it breaks a rule. @throws {ModbusRefusal} it is refused. Whatever a handler throws.
 */
export function carryOut(
  unit: ServerUnit,
  pdu: Uint8Array,
  context: AnsweringContext,
): Carried | Promise<Carried> {
  const codec = unit.codecOf(pdu[0] ?? 0);
  if (codec === undefined) throw new ModbusRefusal(Refusal.FUNCTION);
  const job: Job = { unit, codec, request: codec.decodeRequest(pdu), context };
  const allowed = isAllowed(job);
  if (allowed instanceof Promise) return allowed.then(verdict => perform(job, verdict));
  return perform(job, allowed);
}

function isAllowed({ codec, request, context }: Job): boolean | Promise<boolean> {
  const { authorise, unit, broadcast, peer, role, onError } = context;
  if (authorise === undefined) return true;
  const ranges = addressRanges(codec.code, request);
  const refused = (error: unknown): boolean => {
    onError(error);
    return false;
  };
  try {
    const verdict = authorise({ unit, broadcast, peer, role, functionCode: codec.code, ranges, request });
    return verdict instanceof Promise ? verdict.catch(refused) : verdict;
  } catch (error) {
    return refused(error);
  }
}

function perform(job: Job, allowed: boolean): Carried | Promise<Carried> {
  if (allowed !== true) throw new ModbusRefusal(Refusal.FUNCTION);
  const { unit, codec, request, context } = job;
  const handler = unit.handlerOf(codec.code);
  if (handler === undefined) return builtIn(job);
  const { unit: asked, broadcast, peer, role } = context;
  const response = handler(request, { unit: asked, broadcast, peer, role });
  return response instanceof Promise
    ? response.then(settled => handled(job, settled))
    : handled(job, response);
}

function handled(job: Job, response: unknown): Carried {
  if (response === undefined) return builtIn(job);
  const { codec, request } = job;
  return {
    response: encodeHandled(codec, request, response),
    answered: codec.unanswered?.(request) !== true,
  };
}

function builtIn({ unit, codec, request, context }: Job): Carried {
  const { code } = codec;
  const execute = executors.get(code);
  if (execute !== undefined) return { response: codec.encodeResponse(execute(request as never, unit.bank)) };
  if (code === 8) {
    const { response, afterwards } = diagnose(request as never, unit, context);
    const answered = codec.unanswered?.(request) !== true;
    return { response: codec.encodeResponse(response), afterwards, answered };
  }
  return { response: codec.encodeResponse(statusResponse(code, request, unit, context)) };
}

/** What functions 7, 11, 12, 17 and 43 tell. */
function statusResponse(
  code: number,
  request: unknown,
  { exceptionStatus, serverId, identification }: ServerUnit,
  { counters }: AnsweringContext,
): unknown {
  const { eventCount, events } = counters;
  if (code === 7) return { status: exceptionStatus() };
  if (code === 11) return { status: 0, eventCount };
  if (code === 12) return { status: 0, eventCount, messageCount: counters.counter(11), events };
  if (code === 17 && serverId !== undefined) return { data: serverId };
  if (code === 43 && identification !== undefined) {
    const asked = request as EncapsulatedRequest;
    if (asked.meiType !== MEI_CANOPEN) return identification.answer(asked);
  }
  throw new ModbusRefusal(Refusal.FUNCTION);
}

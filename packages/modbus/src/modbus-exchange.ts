import type { Expectation } from '@bus/codec';
import { type Exchange, FOREIGN, formatHex, ReplyError, TAKEN } from '@bus/line';
import type { ModbusFraming } from './framing/modbus-framing.js';
import { ModbusException } from './modbus-exception.js';
import { decodeException, EXCEPTION_BIT } from './pdu/exception.js';
import type { PduCodec, ReplyForm } from './pdu/pdu-codec.js';
import { PduError } from './pdu/pdu-error.js';

/** The address at which every unit listens and none answers. */
export const BROADCAST = 0;
/** Milliseconds that units are given to carry a broadcast out; the specification says 100 to 200. */
export const TURNAROUND = 100;

/** How one request may differ from the usual. */
export interface RequestOptions {
  /** Milliseconds during which answers to a broadcast are collected, for devices that answer one all the same. */
  collectReplies?: number;
  /** Called with each collected answer. */
  onReply?: (unit: number, response: unknown) => void;
  /** A second address from which the answer may come, as after a write that changes the address. */
  acceptUnit?: number;
}

/** What an exchange needs of a codec. */
export type AskingCodec<Request, Response> = Pick<
  PduCodec<Request, Response>,
  | 'code'
  | 'repeatable'
  | 'unanswered'
  | 'encodeRequest'
  | 'decodeRequest'
  | 'decodeResponse'
  | 'replyForm'
  | 'mismatch'
  | 'describeRequest'
>;

/**
 * Makes the question that the line asks for one request: what is sent, and what counts as the answer.
 *
 * @throws {UsageError} the request is outside the limits of the specification.
 */
export function modbusExchange<Request, Response>(
  framing: ModbusFraming,
  codec: AskingCodec<Request, Response>,
  unit: number,
  request: Request,
  options: RequestOptions = {},
): Exchange<Response | undefined> {
  const pdu = codec.encodeRequest(request);
  const label = `unit ${unit}, ${codec.describeRequest(request)}`;
  const form = codec.replyForm(request);
  const question = { framing, codec, unit, request, label, options };
  const unanswered = (unit === BROADCAST && framing.broadcasts) || codec.unanswered?.(request) === true;
  // All members stand in one literal, without a spread, so that all exchanges have one shape for V8.
  const exchange: Exchange<Response | undefined> = {
    label,
    unit,
    request: framing.wrap(unit, pdu),
    framing,
    repeatable: typeof codec.repeatable === 'function' ? codec.repeatable(request) : codec.repeatable,
    replyShape: `${framing.name} ${unit} ${formatHex(form.head)} ${form.length ?? '?'}`,
    expectations: unanswered ? [] : expectationsOf(question, form),
    accept: unanswered ? frame => collect(question, frame) : frame => accept(question, frame),
  };
  return unanswered
    ? Object.assign(exchange, { turnaround: options.collectReplies ?? TURNAROUND, unanswered: undefined })
    : exchange;
}

interface Question<Request, Response> {
  readonly framing: ModbusFraming;
  readonly codec: AskingCodec<Request, Response>;
  readonly unit: number;
  readonly request: Request;
  readonly label: string;
  readonly options: RequestOptions;
}

/** An answer with the wanted form, or a refusal, from each unit that may send it. */
function expectationsOf<Request, Response>(
  { framing, codec, unit, options }: Question<Request, Response>,
  form: ReplyForm,
): Expectation[] {
  const exception = { head: Uint8Array.of(codec.code | EXCEPTION_BIT), length: 2 };
  const units = options.acceptUnit === undefined ? [unit] : [unit, options.acceptUnit];
  return [form, exception].flatMap(expected => units.flatMap(from => framing.expectations(from, expected)));
}

/** An answer to a broadcast: welcome if somebody collects them, and never the end of the exchange. */
function collect<Request, Response>(
  { framing, codec, request, options }: Question<Request, Response>,
  frame: Uint8Array,
): typeof FOREIGN | typeof TAKEN {
  const { unit, pdu } = framing.unwrap(frame);
  // A copy of the request comes from address 0: an echo, and nobody's answer.
  if (options.onReply === undefined || unit === BROADCAST || pdu[0] !== codec.code) return FOREIGN;
  let response: Response;
  try {
    response = codec.decodeResponse(pdu);
  } catch {
    return FOREIGN;
  }
  if (codec.mismatch(request, response) !== undefined) return FOREIGN;
  options.onReply(unit, response);
  return TAKEN;
}

function accept<Request, Response>(
  { framing, codec, unit, request, label, options }: Question<Request, Response>,
  frame: Uint8Array,
): Response | typeof FOREIGN {
  const { unit: sender, pdu } = framing.unwrap(frame);
  if (!framing.answers(unit, sender) && sender !== options.acceptUnit) return FOREIGN;
  if (pdu[0] === (codec.code | EXCEPTION_BIT)) throw refusal(label, pdu);
  if (pdu[0] !== codec.code) return FOREIGN;
  const response = decode(codec, label, pdu);
  if (response === FOREIGN) return FOREIGN;
  const mismatch = codec.mismatch(request, response);
  if (mismatch !== undefined) {
    throw new ReplyError(mismatch.code, `${label}: ${mismatch.message}`, {
      label,
      hint: 'The device answers something else than it was asked: it may limit requests, or the answer is an old one.',
    });
  }
  return response;
}

/** The response in a PDU; another master's request to the same unit is foreign. */
function decode<Request, Response>(
  codec: AskingCodec<Request, Response>,
  label: string,
  pdu: Uint8Array,
): Response | typeof FOREIGN {
  try {
    return codec.decodeResponse(pdu);
  } catch (error) {
    if (!(error instanceof PduError)) throw error;
    if (isRequest(codec, pdu)) return FOREIGN;
    throw new ReplyError('malformed', `${label}: the answer makes no sense: ${error.message}`, {
      label,
      cause: error,
    });
  }
}

function isRequest(codec: { decodeRequest(pdu: Uint8Array): unknown }, pdu: Uint8Array): boolean {
  try {
    codec.decodeRequest(pdu);
    return true;
  } catch {
    return false;
  }
}

function refusal(label: string, pdu: Uint8Array): ModbusException | ReplyError {
  try {
    const { functionCode, exceptionCode } = decodeException(pdu);
    return new ModbusException(label, functionCode, exceptionCode);
  } catch (cause) {
    return new ReplyError('malformed', `${label}: the refusal makes no sense: ${(cause as Error).message}`, {
      label,
      cause,
    });
  }
}

import { type Exchange, FOREIGN, formatHex, ReplyError } from '@bus/line';
import type { ModbusFraming } from './framing/modbus-framing.js';
import { ModbusException } from './modbus-exception.js';
import { decodeException, EXCEPTION_BIT } from './pdu/exception.js';
import type { PduCodec } from './pdu/pdu-codec.js';
import { PduError } from './pdu/pdu-error.js';

/** The address at which every unit listens and none answers. */
export const BROADCAST = 0;
/** Milliseconds that units are given to carry a broadcast out; the specification says 100 to 200. */
export const TURNAROUND = 100;

/**
 * Makes the question that the line asks for one request: what is sent, and what counts as the answer.
 *
 * @throws {UsageError} the request is outside the limits of the specification.
 */
export function modbusExchange<Request, Response>(
  framing: ModbusFraming,
  codec: PduCodec<Request, Response>,
  unit: number,
  request: Request,
): Exchange<Response | undefined> {
  const pdu = codec.encodeRequest(request);
  const form = codec.replyForm(request);
  const label = `unit ${unit}, ${codec.describeRequest(request)}`;
  const exception = { head: Uint8Array.of(codec.code | EXCEPTION_BIT), length: 2 };
  return {
    label,
    unit,
    request: framing.wrap(unit, pdu),
    framing,
    repeatable: codec.repeatable,
    expectations:
      unit === BROADCAST ? [] : [framing.expectation(unit, form), framing.expectation(unit, exception)],
    replyShape: `${framing.name} ${unit} ${formatHex(form.head)} ${form.length}`,
    accept: frame => accept(framing, codec, unit, request, label, frame),
    ...(unit === BROADCAST ? { turnaround: TURNAROUND, unanswered: undefined } : {}),
  };
}

function accept<Request, Response>(
  framing: ModbusFraming,
  codec: PduCodec<Request, Response>,
  unit: number,
  request: Request,
  label: string,
  frame: Uint8Array,
): Response | typeof FOREIGN {
  const { unit: sender, pdu } = framing.unwrap(frame);
  if (sender !== unit) return FOREIGN;
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
  codec: PduCodec<Request, Response>,
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

function isRequest(codec: PduCodec<unknown, unknown>, pdu: Uint8Array): boolean {
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

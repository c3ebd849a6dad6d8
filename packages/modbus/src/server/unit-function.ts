import { UsageError } from '@bus/line';
import type { AnyPduCodec, PduCodec } from '../pdu/pdu-codec.js';
import type { RequestContext } from './request-context.js';

/**
 * Carries out a decoded request. What it returns is answered; undefined leaves the request to what is built in, or to
 * exception 1 when nothing is. It throws a `ModbusRefusal` to answer with an exception.
 */
export type Handler<Request, Response> = (
  request: Request,
  context: RequestContext,
) => Response | undefined | Promise<Response | undefined>;

/** A handler as a unit keeps it. */
export interface UnitFunction {
  readonly codec: AnyPduCodec;
  readonly handler: Handler<unknown, unknown>;
  readonly broadcast: boolean;
}

/** Longest PDU. */
const MAX_PDU = 253;

/**
 * The PDU of what a handler answered.
 *
 * @throws {UsageError} it can't be encoded, or does not answer the request: the handler has a fault.
 */
export function encodeHandled<Q, A>(codec: PduCodec<Q, A>, request: Q, response: A): Uint8Array {
  const pdu = codec.encodeResponse(response);
  if (pdu.length < 1 || pdu.length > MAX_PDU || pdu[0] !== codec.code)
    throw new UsageError(
      `the answer to ${codec.describeRequest(request)} is no PDU of function ${codec.code}`,
    );
  const form = codec.replyForm(request);
  const fits =
    (form.length === undefined || form.length === 0 || form.length === pdu.length) &&
    form.head.every((byte, index) => pdu[index] === byte) &&
    countsAgree(request, response);
  const mismatch = fits ? codec.mismatch(request, codec.decodeResponse(pdu)) : undefined;
  if (!fits || mismatch !== undefined) {
    throw new UsageError(
      `the handler answers ${codec.describeRequest(request)} with ${codec.describeResponse(response)}`,
      { hint: mismatch?.message ?? 'Answer as much as was asked for.' },
    );
  }
  return pdu;
}

/** Bits are sent in whole bytes, which hide that a few are missing. A whole number of bytes is what a client received. */
function countsAgree(request: unknown, response: unknown): boolean {
  const { quantity } = request as { quantity?: number };
  const { bits } = response as { bits?: readonly boolean[] };
  if (quantity === undefined || bits === undefined) return true;
  return bits.length === quantity || bits.length === 8 * Math.ceil(quantity / 8);
}

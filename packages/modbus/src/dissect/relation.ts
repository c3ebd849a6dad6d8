import { BROADCAST } from '../modbus-exchange.js';
import { pduCodecs } from '../pdu/codecs.js';
import { EXCEPTION_BIT } from '../pdu/exception.js';

/** How one message stands to a request: its answer, an answer to it that does not fit, or none of its answers. */
export type Relation = 'answer' | 'wrong' | 'other';

/**
 * Whether a PDU answers another one of the same unit: by function and everything that the codec compares.
 *
 * @param request a PDU that was sent as a request.
 */
export function relationOf(request: Uint8Array, response: Uint8Array): Relation {
  const code = request[0]!;
  if (response[0] === (code | EXCEPTION_BIT)) return response.length === 2 ? 'answer' : 'wrong';
  if (response[0] !== code) return 'other';
  const codec = pduCodecs.get(code);
  if (codec === undefined) return 'answer';
  try {
    const asked: unknown = codec.decodeRequest(request);
    return codec.mismatch(asked, codec.decodeResponse(response)) === undefined ? 'answer' : 'wrong';
  } catch {
    return 'wrong';
  }
}

/** True for requests that nobody answers, because they are for all units or by what they say. */
export function isUnanswered(unit: number, request: Uint8Array, broadcasts: boolean): boolean {
  if (unit === BROADCAST && broadcasts) return true;
  const codec = pduCodecs.get(request[0]!);
  try {
    return codec?.unanswered?.(codec.decodeRequest(request)) === true;
  } catch {
    return false;
  }
}

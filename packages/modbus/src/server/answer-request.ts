import { pduCodecs } from '../pdu/codecs.js';
import { EXCEPTION_BIT, encodeException } from '../pdu/exception.js';
import { PduError } from '../pdu/pdu-error.js';
import { executors } from './execute.js';
import type { MemoryBank } from './memory-bank.js';
import { EXCEPTION_FOR, Refusal } from './modbus-refusal.js';

/**
 * Carries out one request on a device's memory and returns the answer's PDU: the response, or an exception. Undefined
 * for what is no request: a function code of 128 and more.
 *
 * It knows the functions that need a memory and nothing else: 1 to 6, 15, 16 and 20 to 24. A `ServerUnit` knows the rest.
 *
 * @param functions the function codes that the device knows; all of these by default.
 */
export function answerRequest(
  pdu: Uint8Array,
  bank: MemoryBank,
  functions?: ReadonlySet<number>,
): Uint8Array | undefined {
  const functionCode = pdu[0] ?? 0;
  if (functionCode >= EXCEPTION_BIT) return undefined;
  const execute = functions?.has(functionCode) === false ? undefined : executors.get(functionCode);
  const codec = pduCodecs.get(functionCode);
  if (execute === undefined || codec === undefined)
    return encodeException({ functionCode, exceptionCode: Refusal.FUNCTION });
  try {
    return codec.encodeResponse(execute(codec.decodeRequest(pdu) as never, bank));
  } catch (error) {
    if (!(error instanceof PduError)) throw error;
    return encodeException({ functionCode, exceptionCode: EXCEPTION_FOR[error.fault] });
  }
}

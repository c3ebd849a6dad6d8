import { EXCEPTION_BIT, encodeException } from '../pdu/exception.js';
import { PduError, type PduFault } from '../pdu/pdu-error.js';
import { executors } from './execute.js';
import type { MemoryBank } from './memory-bank.js';

/** Section 7: which exception answers which fault. The address is checked after structure and quantity. */
const EXCEPTION_FOR: Record<PduFault, number> = {
  function: 1,
  'address-range': 2,
  length: 3,
  'byte-count': 3,
  quantity: 3,
  value: 3,
  reference: 2,
  structure: 3,
};

/**
 * Carries out one request on a device's memory and returns the answer's PDU: the response, or an exception. Undefined
 * for what is no request: a function code of 128 and more.
 *
 * @param functions the function codes that the device knows; all of this package by default.
 */
export function answerRequest(
  pdu: Uint8Array,
  bank: MemoryBank,
  functions?: ReadonlySet<number>,
): Uint8Array | undefined {
  const functionCode = pdu[0] ?? 0;
  if (functionCode >= EXCEPTION_BIT) return undefined;
  const execute = functions?.has(functionCode) === false ? undefined : executors.get(functionCode);
  if (execute === undefined) return encodeException({ functionCode, exceptionCode: EXCEPTION_FOR.function });
  try {
    return execute(pdu, bank);
  } catch (error) {
    if (!(error instanceof PduError)) throw error;
    return encodeException({ functionCode, exceptionCode: EXCEPTION_FOR[error.fault] });
  }
}

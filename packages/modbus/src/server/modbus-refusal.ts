import { UsageError } from '@bus/line';
import { describeException } from '../pdu/exception.js';
import type { PduFault } from '../pdu/pdu-error.js';

/**
 * What a handler throws to answer with an exception.
 *
 * @example throw new ModbusRefusal(6); // server device busy
 */
export class ModbusRefusal extends Error {
  /** 1..255. */
  readonly exceptionCode: number;

  /** @throws {UsageError} the exception code is out of range. */
  constructor(exceptionCode: number, message = describeException(exceptionCode)) {
    super(message);
    if (!Number.isInteger(exceptionCode) || exceptionCode < 1 || exceptionCode > 255)
      throw new UsageError(`an exception code is a whole number from 1 to 255, not ${exceptionCode}`);
    this.name = 'ModbusRefusal';
    this.exceptionCode = exceptionCode;
  }
}

/** The exception codes that a server makes by itself. */
export const Refusal = { FUNCTION: 1, ADDRESS: 2, VALUE: 3, FAILURE: 4, BUSY: 6 } as const;

/** Section 7: which exception answers which fault. The address is checked after structure and quantity. */
export const EXCEPTION_FOR: Record<PduFault, number> = {
  function: Refusal.FUNCTION,
  'address-range': Refusal.ADDRESS,
  reference: Refusal.ADDRESS,
  length: Refusal.VALUE,
  'byte-count': Refusal.VALUE,
  quantity: Refusal.VALUE,
  value: Refusal.VALUE,
  structure: Refusal.VALUE,
};

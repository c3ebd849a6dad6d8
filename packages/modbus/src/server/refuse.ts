import { ModbusException } from '../modbus-exception.js';
import { encodeException } from '../pdu/exception.js';
import { PduError } from '../pdu/pdu-error.js';
import { EXCEPTION_FOR, ModbusRefusal, Refusal } from './modbus-refusal.js';

/**
 * The exception that answers what went wrong. What is no refusal is the device's own failure and is reported. An
 * exception that another device answered, as behind a gateway, is passed on.
 */
export function exceptionOf(error: unknown, onError: (error: unknown) => void): number {
  if (error instanceof PduError) return EXCEPTION_FOR[error.fault];
  if (error instanceof ModbusRefusal || error instanceof ModbusException) return error.exceptionCode;
  try {
    onError(error);
  } catch {
    // One who is told of errors, and makes one, is not told of that.
  }
  return Refusal.FAILURE;
}

/** The PDU that refuses a request for a function, 0..127. */
export function refusalPdu(functionCode: number, exceptionCode: number): Uint8Array {
  return encodeException({ functionCode, exceptionCode });
}

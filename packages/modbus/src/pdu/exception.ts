import { PduError } from './pdu-error.js';

/** Names of the exception codes, section 7 of the application protocol; 7 is from an older edition. */
export const EXCEPTION_NAMES: ReadonlyMap<number, string> = new Map([
  [1, 'illegal function'],
  [2, 'illegal data address'],
  [3, 'illegal data value'],
  [4, 'server device failure'],
  [5, 'acknowledge'],
  [6, 'server device busy'],
  [7, 'negative acknowledge'],
  [8, 'memory parity error'],
  [10, 'gateway path unavailable'],
  [11, 'gateway target device failed to respond'],
]);

/** Set in the function code of an answer that refuses. */
export const EXCEPTION_BIT = 0x80;

/** A refusal: `fc | 0x80, exceptionCode`. */
export interface ExceptionResponse {
  /** The function that was refused, 0..127. */
  readonly functionCode: number;
  /** 1..255. */
  readonly exceptionCode: number;
}

export function isException(pdu: Uint8Array): boolean {
  return (pdu[0] ?? 0) >= EXCEPTION_BIT;
}

export function encodeException({ functionCode, exceptionCode }: ExceptionResponse): Uint8Array {
  return Uint8Array.of(functionCode | EXCEPTION_BIT, exceptionCode);
}

/** @throws {PduError} `length`, or `value` for exception code 0. */
export function decodeException(pdu: Uint8Array): ExceptionResponse {
  if (pdu.length !== 2) throw new PduError('length', `an exception response has 2 bytes, not ${pdu.length}`);
  const exceptionCode = pdu[1]!;
  if (exceptionCode === 0) throw new PduError('value', 'exception code 0 does not exist');
  return { functionCode: pdu[0]! & ~EXCEPTION_BIT, exceptionCode };
}

/** `exception 2 (illegal data address)`. */
export function describeException(exceptionCode: number): string {
  const name = EXCEPTION_NAMES.get(exceptionCode);
  return `exception ${exceptionCode}${name === undefined ? '' : ` (${name})`}`;
}

import type { Side } from '@bus/line';
import type { ModbusFraming } from '../framing/modbus-framing.js';
import { pduCodecs } from '../pdu/codecs.js';
import { EXCEPTION_BIT, EXCEPTION_NAMES, isException } from '../pdu/exception.js';
import { dissectPdu } from './dissect-pdu.js';

/** Bits that it says when a PDU is a message of a function that is known. */
export const PLAUSIBLE = 12;

/** Is it a message of a function that is known, as sent by either side, or by `side`? */
export function isPlausible(pdu: Uint8Array, side?: Side): boolean {
  if (pdu.length === 0 || !pduCodecs.has(pdu[0]! & ~EXCEPTION_BIT)) return false;
  if (isException(pdu)) return side !== 'request' && pdu.length === 2 && EXCEPTION_NAMES.has(pdu[1]!);
  const sides: readonly Side[] = side === undefined ? ['request', 'response'] : [side];
  return sides.some(each => dissectPdu(pdu, each).problem === undefined);
}

/** Is it what `framing` would have sent, checksum and all, and does it say something? */
export function isSound(framing: ModbusFraming, frame: Uint8Array): boolean {
  const { front, behind, bytesPerByte } = framing.layout;
  const around = [...front, ...behind].reduce((sum, [, length]) => sum + length, 0);
  if (frame.length < around + bytesPerByte) return false;
  const { unit, pdu } = framing.unwrap(frame);
  if (unit > framing.maxUnit || pdu.length > 253) return false;
  return isSame(framing.respond(frame, unit, pdu), frame) && isPlausible(pdu);
}

/** Have they the same bytes? */
export function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, index) => byte === other[index]);
}

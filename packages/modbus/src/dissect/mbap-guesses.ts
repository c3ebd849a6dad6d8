import { mbapFraming } from '../framing/mbap.js';
import { rtuFraming } from '../framing/rtu.js';
import { type Guess, guess } from './guess.js';
import { isPlausible, isSame, isSound, PLAUSIBLE } from './is-plausible.js';

const mbap = mbapFraming();
/** Bytes of a header, as a frame without PDU has them. */
const HEADER = mbap.wrap(0, new Uint8Array(0)).length;

/** What may have happened to bytes that were meant to be a frame of Modbus TCP. */
export function mbapGuesses(bytes: Uint8Array): Guess[] {
  return [...withCrc(bytes), ...wrongHeader(bytes), ...withoutHeader(bytes)];
}

/** An RTU frame, with its CRC, behind a header. */
function withCrc(bytes: Uint8Array): Guess[] {
  // The unit is the last byte of the header, and the first of the RTU frame.
  const inside = bytes.subarray(HEADER - 1);
  if (bytes.length < HEADER || !isSound(rtuFraming, inside)) return [];
  const { unit, pdu } = rtuFraming.unwrap(inside);
  const frame = mbap.respond(bytes, unit, pdu);
  const text = 'an RTU frame stands behind the header: Modbus TCP has no CRC';
  return [guess('crc-in-tcp', text, mbap, frame, 16 + PLAUSIBLE)];
}

/** A message that makes sense behind a header that says another length or protocol. */
function wrongHeader(bytes: Uint8Array): Guess[] {
  if (bytes.length <= HEADER) return [];
  const { unit, pdu } = mbap.unwrap(bytes);
  if (pdu.length > 253 || !isPlausible(pdu)) return [];
  const frame = mbap.respond(bytes, unit, pdu);
  const differing = frame.reduce((count, byte, at) => count + (byte === bytes[at] ? 0 : 1), 0);
  if (differing === 0 || differing > 1) return [];
  const at = frame.findIndex((byte, index) => byte !== bytes[index]);
  const text =
    at < 4
      ? 'the protocol id in the header is not 0'
      : `the length in the header is ${bytes[4]! * 256 + bytes[5]!} where ${frame[4]! * 256 + frame[5]!} belongs`;
  return [guess('wrong-length', text, mbap, frame, 16 + PLAUSIBLE)];
}

/** Unit and PDU alone: it may be RTU without its CRC as well. */
function withoutHeader(bytes: Uint8Array): Guess[] {
  const [unit] = bytes;
  const pdu = bytes.subarray(1);
  if (unit === undefined || pdu.length > 253 || !isPlausible(pdu)) return [];
  const frame = mbap.wrap(unit, pdu);
  if (isSame(frame, bytes)) return [];
  const text = 'the header of Modbus TCP is missing; unit and message are there';
  return [guess('no-header', text, mbap, frame, PLAUSIBLE - 4)];
}

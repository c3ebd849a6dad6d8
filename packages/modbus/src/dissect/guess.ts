import type { Side } from '@bus/line';
import type { ModbusFraming } from '../framing/modbus-framing.js';
import { likelySide } from './dissect-pdu.js';

/** What may have happened to a frame. */
export type FaultKind =
  /** The two bytes of the CRC in the wrong order. */
  | 'crc-swapped'
  /** A question and its answer: whoever received both hears itself. */
  | 'echo'
  | 'missing-byte'
  | 'extra-byte'
  /** Several bytes too many in front or behind. */
  | 'junk'
  | 'bit-flip'
  /** One byte is another one. */
  | 'changed-byte'
  /** The message makes sense, its checksum does not. */
  | 'wrong-checksum'
  | 'no-checksum'
  /** The beginning of a frame. */
  | 'cut-off'
  /** Sound, but of another framing than was expected. */
  | 'other-framing'
  /** An RTU frame with its CRC behind the header of Modbus TCP. */
  | 'crc-in-tcp'
  /** Modbus TCP without its header. */
  | 'no-header'
  | 'wrong-length'
  /** Modbus ASCII that is not written as it should be. */
  | 'ascii-form';

/** One explanation of a broken frame. It is a guess, however likely. */
export interface Guess {
  readonly kind: FaultKind;
  /** What is supposed to have happened: `bit 3 of byte 2 is inverted`. */
  readonly text: string;
  /** The framing that was probably meant. */
  readonly framing: string;
  /** Who would have sent it; undefined when it is not told by this guess. */
  readonly side: Side | undefined;
  /** What was probably meant; undefined when it cannot be told. */
  readonly frame: Uint8Array | undefined;
  /** What that says. */
  readonly meaning: string | undefined;
  /** Bits of evidence, the logarithm of the odds: below 8 it may well be chance. */
  readonly evidence: number;
}

/** The guess that `frame` was meant. */
export function guess(
  kind: FaultKind,
  text: string,
  framing: ModbusFraming,
  frame: Uint8Array,
  evidence: number,
): Guess {
  const meaning = framing.describe(frame, likelySide(framing.unwrap(frame).pdu));
  return { kind, text, framing: framing.name, side: undefined, frame, meaning, evidence };
}

import { sum8 } from '@bus/codec';
import { addressText, CR, isLead } from './leads.js';

/** The text of one frame, from its lead on and without the carriage return. */
export interface FrameText {
  readonly text: string;
  /** False when characters that look like text stand in front of the lead, as in a torn frame. Control characters and bytes from 7F up are noise of the line turning around. */
  readonly clean: boolean;
}

/** Two upper-case digits: the sum of the character codes modulo 256. */
export function checksumOf(text: string): string {
  return addressText(sum8(encodeText(text)));
}

/** The bytes of a text whose characters are 0..255. */
export function encodeText(text: string): Uint8Array {
  return Uint8Array.from(text, character => character.charCodeAt(0));
}

/**
 * A whole frame: `text`, its checksum where one is used, and the carriage return.
 *
 * @example frameOf('$012', true); // the bytes of '$012B7\r'
 */
export function frameOf(text: string, checksum: boolean): Uint8Array {
  return encodeText(`${text}${checksum ? checksumOf(text) : ''}\r`);
}

/**
 * The text of a received frame. It begins at the last character that may begin one: what stands before is noise.
 * Undefined when there is no such character.
 */
export function textOf(frame: Uint8Array): FrameText | undefined {
  const end = frame[frame.length - 1] === CR ? frame.length - 1 : frame.length;
  const characters = Array.from(frame.subarray(0, end), code => String.fromCharCode(code));
  const at = characters.findLastIndex(isLead);
  if (at < 0) return undefined;
  return {
    text: characters.slice(at).join(''),
    clean: characters.slice(0, at).every(character => character < '!' || character > '~'),
  };
}

/** `text` without its checksum, or undefined when that is missing or wrong. */
export function withoutChecksum(text: string): string | undefined {
  const body = text.slice(0, -2);
  return text.length > 2 && text.slice(-2) === checksumOf(body) ? body : undefined;
}

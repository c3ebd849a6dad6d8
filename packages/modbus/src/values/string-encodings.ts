import { UsageError } from '@bus/line';
import type { StringEncoding } from './value-spec.js';

/** Reading never fails: what the encoding lacks becomes U+FFFD. */
export function decodeText(bytes: Uint8Array, encoding: StringEncoding): string {
  if (encoding === 'utf8') return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  // Not TextDecoder: its `latin1` is Windows-1252, in which 80..9F are other characters.
  const limit = encoding === 'ascii' ? 0x7f : 0xff;
  return Array.from(bytes, byte => (byte > limit ? '\uFFFD' : String.fromCharCode(byte))).join('');
}

/** @throws {UsageError} the encoding lacks a character. */
export function encodeText(text: string, encoding: StringEncoding): Uint8Array {
  if (encoding === 'utf8') {
    if (/\p{Surrogate}/u.test(text))
      throw new UsageError('the text holds half a character (a lone surrogate)');
    return new TextEncoder().encode(text);
  }
  const limit = encoding === 'ascii' ? 0x7f : 0xff;
  for (const character of text) {
    if (character.codePointAt(0)! > limit) {
      throw new UsageError(`'${character}' cannot be written in ${encoding}`, {
        hint: 'Choose the encoding that the device uses: ascii, latin1 or utf8.',
      });
    }
  }
  return Uint8Array.from(text, character => character.charCodeAt(0));
}

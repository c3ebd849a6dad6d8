import { UsageError } from '@bus/line';
import { registerBytes } from '../pdu/registers.js';
import type { ElementCodec } from './element-codec.js';
import { decodeText, encodeText } from './string-encodings.js';
import type { StringTrim, ValueSpec } from './value-spec.js';
import { DEFAULT_STRING_REGISTERS } from './value-types.js';

const NUL = 0x00;
const BLANK = 0x20;

/** Text, two bytes in each register, the high byte first. */
export function stringCodec(spec: ValueSpec): ElementCodec {
  const { length = DEFAULT_STRING_REGISTERS, encoding = 'ascii', trim = 'nul', pad = ' ' } = spec;
  checkChoice('encoding', encoding, ['ascii', 'latin1', 'utf8']);
  checkChoice('trim', trim, ['none', 'nul', 'both']);
  checkChoice('pad', pad, [' ', '\0']);
  return {
    registers: length,
    decode: words => decodeText(trimmed(registerBytes(words), trim), encoding),
    encode(value) {
      if (typeof value !== 'string') throw new UsageError(`a text was expected, not ${typeof value}`);
      const text = encodeText(value, encoding);
      if (text.length > 2 * length) {
        throw new UsageError(
          `the text is ${text.length} bytes long, but ${length} registers hold ${2 * length}`,
        );
      }
      const bytes = new Uint8Array(2 * length).fill(pad.charCodeAt(0));
      bytes.set(text);
      return Array.from({ length }, (_, index) => (bytes[2 * index]! << 8) | bytes[2 * index + 1]!);
    },
  };
}

function trimmed(bytes: Uint8Array, trim: StringTrim): Uint8Array {
  if (trim === 'none') return bytes;
  const nul = bytes.indexOf(NUL);
  let end = nul < 0 ? bytes.length : nul;
  while (end > 0 && bytes[end - 1] === BLANK) end -= 1;
  let start = 0;
  if (trim === 'both') while (start < end && bytes[start] === BLANK) start += 1;
  return bytes.subarray(start, end);
}

function checkChoice(name: string, value: unknown, choices: readonly string[]): void {
  if (choices.includes(value as string)) return;
  throw new UsageError(`${name} must be ${choices.map(each => JSON.stringify(each)).join(' or ')}`);
}

import {
  compileDelimited,
  type DelimitedRules,
  decodeHex,
  encodeHex,
  lrc8,
  type Scanner,
  writeHex,
} from '@bus/codec';
import { UsageError } from '@bus/line';
import { describePdu } from '../pdu/describe-pdu.js';
import type { ModbusFraming } from './modbus-framing.js';
import { MAX_UNIT } from './rtu.js';

export interface AsciiOptions {
  /** Last character of a frame; diagnostics sub-function 3 changes it in a device. Line feed by default. */
  delimiter?: string;
  /** First character of answers; some devices use `>`. `:` by default. */
  responseStart?: string;
  /** Accept lower-case digits, a missing carriage return and blanks between digits. */
  lenient?: boolean;
}

const COLON = 0x3a;
const CR = 0x0d;
/** `:`, 2 × (unit, PDU of 253, LRC), CR, LF. */
const MAX_LENGTH = 513;
/** Milliseconds between characters before a frame is given up, section 2.5.2.1 of the serial line specification. */
const MAX_PAUSE = 1000;

/**
 * Modbus ASCII, chapter 2.5.2 of the serial line specification.
 *
 *     ':'  hex(unit PDU LRC)  CR  LF          up to 513 characters, LRC: the binary bytes add up to 0
 *
 * @throws {UsageError} a delimiter or start that is more than one character, or that means something else.
 *
 * @example
 * const framing = asciiFraming();
 * new TextDecoder().decode(framing.wrap(1, Uint8Array.of(3, 0x10, 1, 0, 1))); // ':010310010001EA\r\n'
 */
export function asciiFraming(options: AsciiOptions = {}): ModbusFraming {
  const delimiter = character('delimiter', options.delimiter ?? '\n');
  const start = character('responseStart', options.responseStart ?? ':');
  if (start === delimiter) throw new UsageError('responseStart and delimiter must be two characters');
  const starts = start === COLON ? [COLON] : [COLON, start];
  const lenient = options.lenient === true ? { lowerCase: true, missingCr: true, blanks: true } : undefined;
  let rules: DelimitedRules | undefined;
  const framing: ModbusFraming = {
    name: 'ascii',
    layout: {
      front: [
        ['start', 1],
        ['unit', 2],
      ],
      behind: [
        ['LRC', 2],
        ['end', 2],
      ],
      bytesPerByte: 2,
    },
    maxUnit: MAX_UNIT,
    broadcasts: true,
    gap: () => 0,
    silence: () => MAX_PAUSE,
    scan(scanner: Scanner, silent: boolean) {
      rules ??= compileDelimited({
        starts,
        end: Uint8Array.of(CR, delimiter),
        lengthMax: MAX_LENGTH,
        checksum: 'lrc-hex',
        digits: 'hex',
        ...(lenient === undefined ? {} : { lenient }),
      });
      return scanner.scan(rules, silent);
    },
    describe(frame, side) {
      const { unit, pdu } = framing.unwrap(frame);
      return `unit ${unit}, ${describePdu(pdu, side)}`;
    },
    unitOf: frame => framing.unwrap(frame).unit,
    wrap(unit, pdu) {
      const bytes = new Uint8Array(pdu.length + 2);
      bytes[0] = unit;
      bytes.set(pdu, 1);
      bytes[bytes.length - 1] = lrc8(bytes);
      const frame = new Uint8Array(2 * bytes.length + 3);
      frame[0] = COLON;
      const end = writeHex(frame, 1, bytes);
      frame[end] = CR;
      frame[end + 1] = delimiter;
      return frame;
    },
    respond(_request, unit, pdu) {
      const frame = framing.wrap(unit, pdu);
      frame[0] = start;
      return frame;
    },
    withDelimiter: delimiter => asciiFraming({ ...options, delimiter }),
    unwrap(frame) {
      const bytes = bytesOf(frame);
      return { unit: bytes[0]!, pdu: bytes.subarray(1, bytes.length - 1) };
    },
    answers: (asked, sender) => asked === sender,
    expectations(unit, { head, length }) {
      const digits = encodeHex(Uint8Array.of(unit, ...head)).subarray(0, 7);
      return [
        { head: Uint8Array.of(start, ...digits), length: length === undefined ? 0 : 2 * (length + 2) + 3 },
      ];
    },
  };
  return framing;
}

/**
 * The code of a character that ends frames or begins answers.
 *
 * @throws {UsageError} it is no single ASCII character, or means something else.
 */
export function character(what: 'delimiter' | 'responseStart', text: string): number {
  const code = text.charCodeAt(0);
  const taken = /^[0-9A-Fa-f\r]$/.test(text) || (what === 'delimiter' && text === ':');
  if (text.length !== 1 || code > 0x7f || taken) {
    throw new UsageError(
      `${what} must be one ASCII character that is no hexadecimal digit and no carriage return`,
    );
  }
  return code;
}

/** The bytes that the digits of a whole frame stand for; start, end and blanks are passed over. */
function bytesOf(frame: Uint8Array): Uint8Array {
  const end = frame.length - (frame[frame.length - 2] === CR ? 2 : 1);
  const bytes = end > 0 ? decodeHex(frame, 1, end) : undefined;
  if (bytes) return bytes;
  const digits = frame.subarray(1).filter(isDigit);
  return decodeHex(digits, 0, digits.length & ~1)!;
}

function isDigit(code: number): boolean {
  const letter = code & ~0x20;
  return (code >= 0x30 && code <= 0x39) || (letter >= 0x41 && letter <= 0x46);
}

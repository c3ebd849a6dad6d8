import { asciiFraming } from '../framing/ascii.js';
import { MAX_UNIT } from '../framing/rtu.js';
import { type FaultKind, type Guess, guess } from './guess.js';
import { isPlausible, isSound, PLAUSIBLE } from './is-plausible.js';

const ascii = asciiFraming();
/** Bits that an LRC says that is right, and digits where any character may be. */
const LRC = 8;
const DIGITS = '0123456789ABCDEF';
/** As much text as two frames have: more is no broken frame. */
const MAX_TEXT = 1026;

/** What may have happened to text that was meant to be a frame of Modbus ASCII. */
export function asciiGuesses(bytes: Uint8Array): Guess[] {
  const text = String.fromCharCode(...bytes.subarray(0, MAX_TEXT));
  const digits = text.replace(/[^0-9A-Fa-f]/g, '');
  // Some characters may be damaged, but most of them must be digits.
  if (
    bytes.length > MAX_TEXT ||
    digits.length < 4 ||
    digits.length < 0.7 * text.replace(/\s/g, '').length - 3
  )
    return [];
  const guesses = [...form(text, digits), ...checksum(text, digits), ...characters(text)];
  return guesses;
}

function found(kind: FaultKind, what: string, text: string, tried: number): Guess[] {
  const frame = bytesOf(text);
  if (!isSound(ascii, frame)) return [];
  return [guess(kind, what, ascii, frame, LRC + PLAUSIBLE - Math.log2(tried))];
}

/** All digits are right and something else is not. */
function form(text: string, digits: string): Guess[] {
  const right = `:${digits.toUpperCase()}\r\n`;
  if (right === text) return [];
  const faults = [
    text.startsWith(':') ? [] : ['no colon in front'],
    /[a-f]/.test(text) ? ['lower-case digits'] : [],
    text.endsWith('\r\n') ? [] : ['no carriage return and line feed at the end'],
    /[^0-9A-Fa-f]/.test(text.replace(/^:|\r?\n?$/g, '')) ? ['other characters among the digits'] : [],
  ].flat();
  return found('ascii-form', faults.join(', '), right, 1);
}

/** The message makes sense, and its LRC does not fit or is not there. */
function checksum(text: string, digits: string): Guess[] {
  if (digits.length % 2 !== 0) return [];
  const all = Uint8Array.from(digits.match(/../g)!, pair => Number.parseInt(pair, 16));
  const repaired = (message: Uint8Array): Uint8Array | undefined => {
    const [unit] = message;
    const pdu = message.subarray(1);
    return unit !== undefined && unit <= MAX_UNIT && isPlausible(pdu) ? ascii.wrap(unit, pdu) : undefined;
  };
  const lrcOf = (frame: Uint8Array): string => String.fromCharCode(...frame.subarray(-4, -2));
  const bare = repaired(all);
  const other = repaired(all.subarray(0, -1));
  const was = digits.slice(-2);
  return [
    ...(bare === undefined
      ? []
      : [guess('no-checksum', `the LRC is missing: ${lrcOf(bare)}`, ascii, bare, PLAUSIBLE)]),
    ...(other === undefined || String.fromCharCode(...other) === text
      ? []
      : [
          guess(
            'wrong-checksum',
            `the LRC is ${was} where ${lrcOf(other)} belongs`,
            ascii,
            other,
            PLAUSIBLE - 2,
          ),
        ]),
  ];
}

/** One character too many, too few or another. */
function characters(text: string): Guess[] {
  const guesses: Guess[] = [];
  for (let at = 0; at <= text.length; at += 1) {
    const [front, was, behind] = [text.slice(0, at), text[at], text.slice(at + 1)];
    for (const digit of DIGITS) {
      const missing = `a character is missing in front of character ${at}: ${digit}`;
      guesses.push(...found('missing-byte', missing, front + digit + text.slice(at), 16 * text.length));
    }
    if (was === undefined) continue;
    guesses.push(
      ...found(
        'extra-byte',
        `character ${at}, ${JSON.stringify(was)}, is one too many`,
        front + behind,
        text.length,
      ),
    );
    for (let bit = 0; bit < 8; bit += 1) {
      const is = String.fromCharCode(was.charCodeAt(0) ^ (1 << bit));
      const what = `bit ${bit} of character ${at} is inverted: ${JSON.stringify(was)} where ${JSON.stringify(is)} belongs`;
      guesses.push(...found('bit-flip', what, front + is + behind, 8 * text.length));
    }
  }
  return guesses;
}

const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, character => character.charCodeAt(0));

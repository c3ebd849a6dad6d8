import { allCommands } from '../commands/index.js';
import { describeText } from '../describe.js';
import { checksumOf, frameOf } from '../wire/frame-text.js';
import { isLead, isRequestLead } from '../wire/leads.js';

/** One explanation of text that was meant to be a DCON frame. It is a guess, however likely. */
export interface DconGuess {
  readonly kind: 'dcon-form' | 'wrong-checksum' | 'bit-flip';
  /** What is supposed to have happened. */
  readonly text: string;
  readonly framing: 'dcon' | 'dcon+checksum';
  readonly frame: Uint8Array;
  /** What that says. */
  readonly meaning: string;
  /** Bits of evidence: below 8 it may well be chance. */
  readonly evidence: number;
}

/** Bits that it says when a request is one that modules know, and when a checksum is right. */
const KNOWN = 12;
const CHECKSUM = 16;

/** What a broken DCON frame was probably meant to be, the likeliest first. */
export function dconGuesses(bytes: Uint8Array): DconGuess[] {
  const whole = String.fromCharCode(...bytes.subarray(0, 260));
  const text = whole.replace(/[\r\n]+$/, '');
  if (!isLead(text.slice(0, 1)) || bytes.length > 260 || !/^[ -~]+$/.test(text)) return [];
  const guesses = [...form(text, whole.endsWith('\r')), ...checksum(text), ...flips(text)];
  return guesses.toSorted((a, b) => b.evidence - a.evidence);
}

function guess(
  kind: DconGuess['kind'],
  what: string,
  text: string,
  checked: boolean,
  evidence: number,
): DconGuess {
  const framing = checked ? 'dcon+checksum' : 'dcon';
  return { kind, text: what, framing, frame: frameOf(text, checked), meaning: describeText(text), evidence };
}

const isKnown = (text: string): boolean =>
  isRequestLead(text.slice(0, 1)) && allCommands.some(({ request }) => request.decode(text) !== undefined);

/** Written otherwise than modules want it. */
function form(text: string, ended: boolean): DconGuess[] {
  const upper = text.toUpperCase();
  const faults = [
    ...(upper === text ? [] : ['small letters']),
    ...(ended ? [] : ['no carriage return at the end']),
  ];
  if (faults.length === 0) return [];
  const [bare, sum] = [upper.slice(0, -2), upper.slice(-2)];
  if (checksumOf(bare) === sum) return [guess('dcon-form', faults.join(', '), bare, true, CHECKSUM)];
  return isKnown(upper) ? [guess('dcon-form', faults.join(', '), upper, false, KNOWN)] : [];
}

/** A request that would be known without its last two characters, which are no right checksum of it. */
function checksum(text: string): DconGuess[] {
  const [bare, sum] = [text.slice(0, -2), text.slice(-2)];
  const right = checksumOf(bare);
  if (!/^[0-9A-F]{2}$/.test(sum) || sum === right || !isKnown(bare)) return [];
  return [guess('wrong-checksum', `the checksum is ${sum} where ${right} belongs`, bare, true, KNOWN - 4)];
}

/** One inverted bit, in a frame with a checksum. */
function flips(text: string): DconGuess[] {
  return Array.from(text).flatMap((was, at) =>
    [0, 1, 2, 3, 4, 5, 6].flatMap(bit => {
      const is = String.fromCharCode(was.charCodeAt(0) ^ (1 << bit));
      const whole = text.slice(0, at) + is + text.slice(at + 1);
      const bare = whole.slice(0, -2);
      if (bare.length < 3 || checksumOf(bare) !== whole.slice(-2) || !isLead(bare.slice(0, 1))) return [];
      const known = isRequestLead(bare.slice(0, 1)) ? (isKnown(bare) ? KNOWN : -KNOWN) : 0;
      const what = `bit ${bit} of character ${at} is inverted: ${was} where ${is} belongs`;
      return [guess('bit-flip', what, bare, true, CHECKSUM - Math.log2(7 * text.length) + known)];
    }),
  );
}

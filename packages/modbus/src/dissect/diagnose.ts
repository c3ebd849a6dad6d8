import { asciiFraming } from '../framing/ascii.js';
import { mbapFraming } from '../framing/mbap.js';
import type { ModbusFraming } from '../framing/modbus-framing.js';
import { rtuFraming } from '../framing/rtu.js';
import { asciiGuesses } from './ascii-guesses.js';
import { echoGuesses } from './echo-guesses.js';
import { type Guess, guess } from './guess.js';
import { isSound, PLAUSIBLE } from './is-plausible.js';
import { mbapGuesses } from './mbap-guesses.js';
import { rtuGuesses } from './rtu-guesses.js';

const framings: readonly ModbusFraming[] = [rtuFraming, asciiFraming(), mbapFraming()];

export interface DiagnoseOptions {
  /** The framing that was expected: `rtu`, `ascii` or `tcp`. Without, a sound frame of any framing is as it should be. */
  readonly expected?: string;
}

/**
 * What a broken Modbus frame was probably meant to be, the likeliest first. All of it are guesses: a checksum of 16 bits
 * fits many other bytes, too, and the evidence of each guess says how far it is from chance.
 *
 * @param bytes one frame, from its first byte to its last, as far as that is known.
 * @returns nothing for a sound frame of the expected framing, and for what resembles no frame.
 * @example
 * import { diagnose } from '@bus/modbus/dissect';
 *
 * const [first] = diagnose(Uint8Array.of(0x01, 0x03, 0x01, 0x21, 0x00, 0x01, 0xfc, 0xd5));
 * first?.kind; // 'crc-swapped'
 */
export function diagnose(bytes: Uint8Array, { expected }: DiagnoseOptions = {}): Guess[] {
  const sound = framings.filter(framing => isSound(framing, bytes));
  if (expected === undefined ? sound.length > 0 : sound.some(({ name }) => name === expected)) return [];
  const others = sound.map(framing =>
    guess('other-framing', `it is a sound ${framing.name} frame`, framing, bytes, 16 + PLAUSIBLE),
  );
  const all = [
    ...others,
    ...echoGuesses(bytes),
    ...rtuGuesses(bytes),
    ...asciiGuesses(bytes),
    ...mbapGuesses(bytes),
  ];
  return distinct(all.toSorted((a, b) => b.evidence - a.evidence));
}

/** The same explanation for the same frame once: a byte missing in a row of equal ones may be any of them. */
function distinct(guesses: readonly Guess[]): Guess[] {
  const seen = new Set<string>();
  return guesses.filter(({ kind, framing, frame, text }) => {
    const key = `${kind} ${framing} ${frame?.join() ?? text}`;
    const fresh = !seen.has(key);
    seen.add(key);
    return fresh;
  });
}

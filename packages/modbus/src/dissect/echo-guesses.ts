import { crc16 } from '@bus/codec';
import { rtuFraming } from '../framing/rtu.js';
import { type Guess, guess } from './guess.js';
import { isPlausible, isSame, isSound, PLAUSIBLE } from './is-plausible.js';
import { relationOf } from './relation.js';

/** A question with its answer or with itself behind it: what one end hears whose adaptor does not mute its own voice. */
export function echoGuesses(bytes: Uint8Array): Guess[] {
  const guesses: Guess[] = [];
  for (let at = 4; at <= bytes.length - 4; at += 1) {
    const [question, rest] = [bytes.subarray(0, at), bytes.subarray(at)];
    if (crc16(question) !== 0 || !isSound(rtuFraming, question)) continue;
    const asked = rtuFraming.unwrap(question);
    if (!isPlausible(asked.pdu, 'request')) continue;
    const told = rtuFraming.unwrap(rest);
    const answers =
      isSound(rtuFraming, rest) &&
      told.unit === asked.unit &&
      (isSame(question, rest) || relationOf(asked.pdu, told.pdu) === 'answer');
    if (!answers) continue;
    const text = `the first ${at} bytes are the question itself: local echo, if the one who asked heard all of it`;
    guesses.push(guess('echo', text, rtuFraming, rest, 32 + PLAUSIBLE));
  }
  return guesses;
}

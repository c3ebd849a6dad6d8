import type { NoiseGuess } from './conversation.js';

/** Bits below which a guess is better not told. */
const ENOUGH = 8;
/** Longer noise than this is not looked into: it takes time, and a line must be kept up with. */
const LONGEST = 64;

/** Guesses in one line what a piece of noise was meant to be. */
export async function noiseGuess(): Promise<NoiseGuess> {
  const { diagnose } = await import('@bus/modbus/dissect');
  return (bytes, answer) => {
    if (bytes.length < 3 || bytes.length > LONGEST) return undefined;
    const guesses = diagnose(bytes);
    const [likeliest] = guesses;
    if (likeliest !== undefined && likeliest.evidence >= ENOUGH)
      return likeliest.meaning === undefined ? likeliest.text : `${likeliest.text} (${likeliest.meaning})`;
    const side = answer ? 'response' : undefined;
    return guesses.find(guess => guess.kind === 'cut-off' && (side === undefined || guess.side === side))
      ?.text;
  };
}

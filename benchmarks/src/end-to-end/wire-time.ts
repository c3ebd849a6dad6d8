/** Bits of a character: start, eight data, one stop. */
const BITS = 10;
/** Speeds above this have the silence of this number of milliseconds. */
const FIXED_ABOVE = 19_200;
const FIXED_SILENCE = 1.75;

/** Milliseconds of one character at `baud`, 8N1. */
export function characterTime(baud: number): number {
  return (BITS * 1000) / baud;
}

/** Milliseconds of silence that must stand before and behind a frame. */
export function silenceTime(baud: number): number {
  return baud > FIXED_ABOVE ? FIXED_SILENCE : 3.5 * characterTime(baud);
}

/**
 * The least time, in milliseconds, that one RTU transaction can take: request, silence, answer, silence.
 *
 * @param characters of request and answer together.
 */
export function leastTransactionTime(baud: number, characters: number): number {
  return characters * characterTime(baud) + 2 * silenceTime(baud);
}

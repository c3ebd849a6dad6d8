import { type CharacterFormat, parityBit } from './character-format.js';

/** What a receiver makes of characters. */
export interface HeardCharacter {
  readonly byte: number;
  /** The stop bit was missing: many drivers drop such a character, or deliver 00. */
  readonly framingError: boolean;
  readonly parityError: boolean;
}

/** How the receiver differs from the sender. */
export interface Hearing {
  readonly sent: CharacterFormat;
  readonly heard: CharacterFormat;
  /** A and B are swapped: every level arrives inverted, the idle line as well. */
  readonly inverted?: boolean;
}

/**
 * What a receiver hears when characters are sent back to back in one format and received in another: a model of a UART,
 * which begins a character at a falling edge and samples each bit in its middle.
 *
 *     idle ‾‾‾\_start_/ d0 / d1 / … / d7 / [parity] /‾stop‾\_start_…
 */
export function hearAs(bytes: Uint8Array, { sent, heard, inverted = false }: Hearing): HeardCharacter[] {
  const levels = levelsOf(bytes, sent);
  const perBit = sent.baudRate / heard.baudRate;
  const idle = inverted ? 0 : 1;
  const at = (time: number): number => {
    const level = levels[Math.floor(time)] ?? 1;
    return inverted ? 1 - level : level;
  };
  const characters: HeardCharacter[] = [];
  let before = idle;
  for (let edge = 0; edge < levels.length; edge += 1) {
    const level = at(edge);
    const falls = before === 1 && level === 0;
    before = level;
    if (!falls) continue;
    const { character, bits } = sample(time => at(edge + time * perBit), heard);
    // A low level half a bit later makes it a start bit; a shorter one is a spike.
    if (at(edge + perBit / 2) !== 0) continue;
    characters.push(character);
    // The middle of the stop bit has passed: from here on the next edge counts.
    edge = Math.max(edge, Math.ceil(edge + (bits - 0.5) * perBit) - 1);
    before = at(edge);
  }
  return characters;
}

/** One level per bit of the sender, from the first start bit to the idle line behind the last stop bit. */
function levelsOf(bytes: Uint8Array, format: CharacterFormat): number[] {
  const levels: number[] = [];
  for (const byte of bytes) {
    levels.push(0);
    for (let bit = 0; bit < format.dataBits; bit += 1) levels.push((byte >> bit) & 1);
    const parity = parityBit(byte & ((1 << format.dataBits) - 1), format.parity);
    if (parity !== undefined) levels.push(parity);
    for (let stop = 0; stop < format.stopBits; stop += 1) levels.push(1);
  }
  return [...levels, ...new Array<number>(2).fill(1)];
}

function sample(at: (bit: number) => number, { dataBits, parity }: CharacterFormat) {
  let byte = 0;
  for (let bit = 0; bit < dataBits; bit += 1) byte |= at(1.5 + bit) << bit;
  const withParity = parity === 'none' ? 0 : 1;
  const parityError = withParity === 1 && at(1.5 + dataBits) !== parityBit(byte, parity);
  const bits = 2 + dataBits + withParity;
  return { character: { byte, framingError: at(bits - 0.5) === 0, parityError }, bits };
}

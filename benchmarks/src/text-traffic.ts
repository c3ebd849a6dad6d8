import { compileDelimited, type DelimitedRules, type DelimitedSpec } from '@bus/codec';
import { lrc8, sum8 } from '@bus/codec/js';
import { type Random, randomBytes } from './random.js';

/** Bytes as they come over a line, and how many undamaged frames were put into them. */
export interface TextTraffic {
  readonly bytes: Uint8Array;
  readonly frames: number;
}

/** Frames of one framing of text, and how a scanner is told of them. */
export interface TextFraming {
  readonly name: 'ASCII' | 'DCON';
  readonly rules: DelimitedRules;
  /** One frame, its delimiter included. */
  frame(random: Random): Uint8Array;
}

const encode = (text: string) => Uint8Array.from(text, character => character.charCodeAt(0));
const hex = (bytes: readonly number[]) =>
  bytes.map(byte => byte.toString(16).toUpperCase().padStart(2, '0')).join('');

const asciiSpec: DelimitedSpec = {
  starts: [0x3a],
  end: Uint8Array.of(13, 10),
  lengthMax: 513,
  checksum: 'lrc-hex',
  digits: 'hex',
};

/** Reads of 1 to 60 registers and their answers, which are the longer ones by far; some exceptions. */
function asciiFrame(random: Random): Uint8Array {
  const unit = 1 + random(8);
  const kind = random(20);
  const quantity = 1 + random(60);
  const body =
    kind < 10
      ? [unit, 3, 0, random(256), 0, quantity]
      : kind === 10
        ? [unit, 0x83, 1 + random(4)]
        : [unit, 3, 2 * quantity, ...randomBytes(random, 2 * quantity)];
  return encode(`:${hex([...body, lrc8(Uint8Array.from(body))])}\r\n`);
}

const dconSpec: DelimitedSpec = {
  starts: [],
  end: Uint8Array.of(13),
  lengthMax: 256,
  checksum: 'sum8-hex',
  digits: 'any',
};

/** Questions of a few characters, and answers with 1 to 8 readings: 5 to 60 characters. */
function dconFrame(random: Random): Uint8Array {
  const unit = hex([random(256)]);
  const reading = () =>
    `${random(2) ? '+' : '-'}${String(random(100_000)).padStart(5, '0').replace(/^(..)/, '$1.')}`;
  const text = [
    () => `#${unit}`,
    () => `$${unit}${random(10)}`,
    () => `!${unit}${hex([random(256), random(256)])}`,
    () => `>${Array.from({ length: 1 + random(8) }, reading).join('')}`,
    () => `>${Array.from({ length: 8 }, reading).join('')}`,
  ][random(5)]!();
  return encode(`${text}${hex([sum8(encode(text))])}\r`);
}

export const textFramings: readonly TextFraming[] = [
  { name: 'ASCII', rules: compileDelimited(asciiSpec), frame: asciiFrame },
  { name: 'DCON', rules: compileDelimited(dconSpec), frame: dconFrame },
];

/** Bursts of noise, lines held low or high, frames with one wrong bit, and frames cut off. */
function garbage(framing: TextFraming, random: Random): Uint8Array {
  const kind = random(4);
  if (kind === 0) return randomBytes(random, 1 + random(40));
  if (kind === 1) return new Uint8Array(1 + random(20)).fill(random(2) ? 0xff : 0);
  const victim = framing.frame(random);
  if (kind === 2) return victim.slice(0, 1 + random(victim.length - 1));
  const at = random(victim.length);
  return victim.with(at, victim[at]! ^ (1 << random(8)));
}

/**
 * At least `size` bytes of traffic.
 *
 * @param share the part of the bytes that belongs to no frame, 0..1.
 */
export function makeTextTraffic(
  framing: TextFraming,
  random: Random,
  size: number,
  share: number,
): TextTraffic {
  const parts: Uint8Array[] = [];
  let total = 0;
  let wasted = 0;
  let frames = 0;
  while (total < size) {
    const junk = wasted < share * total;
    const part = junk ? garbage(framing, random) : framing.frame(random);
    parts.push(part);
    total += part.length;
    if (junk) wasted += part.length;
    else frames++;
  }
  return { bytes: new Uint8Array(Buffer.concat(parts)), frames };
}

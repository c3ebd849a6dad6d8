import { compileRules, type LengthRule } from '@bus/codec';
import { crc16 } from '@bus/codec/js';
import { type Random, randomBytes } from './random.js';

const fixed = (length: number): LengthRule => ({ fixed: length });
const counted = (countMax: number, countStep: number): LengthRule => ({
  fixed: 5,
  countAt: 2,
  countMin: countStep,
  countMax,
  countStep,
});

/** Length rules of the common Modbus functions. Stated here so that the benchmark needs the codec only. */
export const rules = compileRules({
  addressMax: 247,
  lengthMax: 256,
  requests: new Map<number, LengthRule>([
    ...[1, 2, 3, 4, 5, 6].map(code => [code, fixed(8)] as const),
    [15, { fixed: 9, countAt: 6, countMin: 1, countMax: 246 }],
    [16, { fixed: 9, countAt: 6, countMin: 2, countMax: 246, countStep: 2 }],
  ]),
  responses: new Map<number, LengthRule>([
    ...[1, 2].map(code => [code, counted(250, 1)] as const),
    ...[3, 4].map(code => [code, counted(250, 2)] as const),
    ...[5, 6, 15, 16].map(code => [code, fixed(8)] as const),
    ...[1, 2, 3, 4, 5, 6, 15, 16].map(code => [code | 0x80, fixed(5)] as const),
  ]),
});

/** Bytes as they come over a line, and how many undamaged frames were put into them. */
export interface Traffic {
  readonly bytes: Uint8Array;
  readonly frames: number;
}

function frame(...body: number[]): Uint8Array {
  const crc = crc16(Uint8Array.from(body));
  return Uint8Array.from([...body, crc & 0xff, crc >> 8]);
}

/** A question and its answer: mostly reads of 1 to 60 registers, some writes, some exceptions. */
function exchange(random: Random): Uint8Array[] {
  const unit = 1 + random(8);
  const address = [0, random(256)];
  const kind = random(10);
  if (kind === 0) {
    const echo = frame(unit, 6, ...address, random(256), random(256));
    return [echo, echo];
  }
  const quantity = 1 + random(60);
  const data = randomBytes(random, 2 * quantity);
  if (kind === 1) {
    const head = [unit, 16, ...address, 0, quantity];
    return [frame(...head, 2 * quantity, ...data), frame(...head)];
  }
  const question = frame(unit, 3, ...address, 0, quantity);
  return [question, kind === 2 ? frame(unit, 0x83, 2) : frame(unit, 3, 2 * quantity, ...data)];
}

/** Bursts of noise, lines held low or high, frames with one wrong bit, and frames cut off. */
function garbage(random: Random): Uint8Array {
  const kind = random(4);
  if (kind === 0) return randomBytes(random, 1 + random(40));
  if (kind === 1) return new Uint8Array(1 + random(20)).fill(random(2) ? 0xff : 0);
  const victim = exchange(random)[random(2)]!;
  if (kind === 2) return victim.slice(0, 1 + random(victim.length - 1));
  const at = random(victim.length);
  return victim.with(at, victim[at]! ^ (1 << random(8)));
}

/**
 * At least `size` bytes of traffic.
 *
 * @param share the part of the bytes that belongs to no frame, 0..1.
 */
export function makeTraffic(random: Random, size: number, share: number): Traffic {
  const parts: Uint8Array[] = [];
  let total = 0;
  let wasted = 0;
  let frames = 0;
  const add = (part: Uint8Array) => {
    parts.push(part);
    total += part.length;
  };
  while (total < size) {
    for (const part of exchange(random)) {
      add(part);
      frames++;
      while (wasted < share * total) {
        const junk = garbage(random);
        wasted += junk.length;
        add(junk);
      }
    }
  }
  const bytes = new Uint8Array(total);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return { bytes, frames };
}

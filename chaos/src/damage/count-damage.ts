import { mulberry32, type Random } from '@bus/sim';
import type { DamageCase } from './damage-cases.js';
import { DamageJudge } from './damage-judge.js';
import { everyFlip, everyInsertion, everyLoss, everyReplacement, noise, someFlips } from './patterns.js';

/** What became of all patterns of one kind of damage. */
export interface DamageCount {
  readonly damage: string;
  /** Every pattern was tried; otherwise a sample. */
  readonly exhaustive: boolean;
  readonly patterns: number;
  /** A value other than the right one was delivered. */
  readonly wrong: number;
  /** The answer was taken for a refusal of the device. */
  readonly refusals: number;
  /** The damage did no harm: the right value was delivered. */
  readonly right: number;
}

interface Kind {
  readonly damage: string;
  /** How many patterns there are. */
  patterns(bytes: number): number;
  every?(answer: Uint8Array): Iterable<Uint8Array>;
  some?(answer: Uint8Array, samples: number, random: Random): Iterable<Uint8Array>;
}

const flips = (count: number): Kind => ({
  damage: count === 1 ? '1 bit inverted' : `${count} bits inverted`,
  patterns: bytes => binomial(8 * bytes, count),
  every: answer => everyFlip(answer, count),
  some: (answer, samples, random) => someFlips(answer, count, samples, random),
});

const KINDS: readonly Kind[] = [
  flips(1),
  flips(2),
  flips(3),
  flips(4),
  flips(6),
  { damage: '1 byte replaced', patterns: bytes => 255 * bytes, every: everyReplacement },
  { damage: '1 byte lost', patterns: bytes => bytes, every: answer => everyLoss(answer, 1) },
  {
    damage: '2 bytes lost',
    patterns: bytes => Math.max(0, bytes - 1),
    every: answer => everyLoss(answer, 2),
  },
  { damage: '1 byte added', patterns: bytes => 256 * (bytes + 1), every: everyInsertion },
  {
    damage: 'nothing but noise',
    patterns: () => Number.POSITIVE_INFINITY,
    some: (answer, samples, random) => noise(answer.length, samples, random),
  },
];

/**
 * Damages the answer in many ways, and counts what the caller would be given. Nothing else is heard besides.
 *
 * @param limit patterns that are tried at most of each kind; where there are more, so many are chosen by chance.
 */
export async function countDamage(of: DamageCase, limit: number, seed = 1): Promise<DamageCount[]> {
  const judge = new DamageJudge(of);
  const counts: DamageCount[] = [];
  for (const kind of KINDS) {
    const patterns = kind.patterns(of.answer.length);
    if (patterns < 1) continue;
    const exhaustive = kind.every !== undefined && (patterns <= limit || kind.some === undefined);
    const damaged = exhaustive ? kind.every!(of.answer) : kind.some!(of.answer, limit, mulberry32(seed));
    counts.push({ damage: kind.damage, exhaustive, ...(await judge.tally(damaged)) });
  }
  judge.release();
  return counts;
}

/** In how many ways `count` can be chosen of `all`. */
export function binomial(all: number, count: number): number {
  let ways = 1;
  for (let index = 0; index < count; index += 1) ways = (ways * (all - index)) / (index + 1);
  return Math.round(ways);
}

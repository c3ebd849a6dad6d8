import type { RandomSource } from './random-source.js';

/** What can go wrong. */
export type Trouble =
  /** No answer comes. */
  | 'silent'
  /** An answer comes late, maybe after its time-out, but never after its late window. */
  | 'late'
  | 'damaged'
  | 'refused'
  /** An answer comes twice. */
  | 'copied'
  /** A port does not open. */
  | 'unopened'
  /** A write fails, throws or hangs. */
  | 'unwritten'
  /** The connection goes away. */
  | 'vanished'
  /** The process does not run for a while. */
  | 'stopped';

const TROUBLES: readonly Trouble[] = [
  'silent',
  'late',
  'damaged',
  'refused',
  'copied',
  'unopened',
  'unwritten',
  'vanished',
  'stopped',
];

/**
 * Decides what goes wrong, and when. Each world has troubles of its own and is free of others: where everything goes wrong
 * all the time, one trouble hides what another would bring to light.
 */
export class Weather {
  /** True: nothing goes wrong. */
  calm = false;
  readonly likelihoods: Readonly<Record<Trouble, number>>;
  readonly #random: RandomSource;

  constructor(random: RandomSource) {
    this.#random = random;
    const likelihoods = TROUBLES.map(trouble => [trouble, random.pick(0, 0, 0.1, 0.3)]);
    this.likelihoods = Object.fromEntries(likelihoods);
    // A line doesn't promise to know a copy that it reads long after it came.
    if (this.likelihoods.copied > 0) this.likelihoods = { ...this.likelihoods, stopped: 0 };
  }

  /**
   * True when it happens now.
   *
   * @param rarity how much less likely it is than the likelihood says.
   */
  strikes(trouble: Trouble, rarity = 1): boolean {
    return !this.calm && this.#random.chance(this.likelihoods[trouble] / rarity);
  }
}

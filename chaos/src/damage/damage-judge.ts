import type { DamageCase } from './damage-cases.js';
import { Hearing } from './hearing.js';

/** How often the caller was given what. The rest are errors, as they should be. */
export interface Tally {
  patterns: number;
  /** A value other than the right one. */
  wrong: number;
  /** A refusal of the device, which refused nothing. */
  refusals: number;
  /** The right value: the damage did no harm. */
  right: number;
}

/** Knows the right value of a case, and compares. */
export class DamageJudge {
  readonly #of: DamageCase;
  readonly #hearing: Hearing;

  constructor(of: DamageCase) {
    this.#of = of;
    this.#hearing = new Hearing(of.exchange);
  }

  /** @throws {Error} the undamaged answer itself is not understood. */
  async tally(damaged: Iterable<Uint8Array>): Promise<Tally> {
    const right = await this.#given(this.#of.answer);
    if (right === undefined || right === REFUSED)
      throw new Error(`${this.#of.name}: the answer is not understood`);
    const counts = { patterns: 0, wrong: 0, refusals: 0, right: 0 };
    for (const bytes of damaged) {
      counts.patterns += 1;
      const given = this.#given(bytes);
      if (given === undefined) continue;
      const value = await given;
      if (value === undefined) continue;
      if (value === REFUSED) counts.refusals += 1;
      else counts[value === right ? 'right' : 'wrong'] += 1;
    }
    return counts;
  }

  release(): void {
    this.#hearing.release();
  }

  /** What the caller is given, as JSON. Undefined without delay or later: an error. */
  #given(bytes: Uint8Array): Promise<string | undefined> | undefined {
    const heard = this.#hearing.hear(bytes);
    if (heard.kind === 'nothing') return undefined;
    if (heard.kind === 'refusal') return Promise.resolve(REFUSED);
    return this.#of.conclude(heard.value).then(
      value => JSON.stringify(value),
      () => undefined,
    );
  }
}

const REFUSED = 'refused';

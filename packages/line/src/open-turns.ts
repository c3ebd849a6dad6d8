import type { OpenTurn } from './open-turn.js';

/**
 * The turns that are open, by their identifiers: each stands at the place that the last bits of its identifier say. Only
 * identifiers with a free place are given out, so finding, adding and taking out are one access each.
 */
export class OpenTurns {
  readonly #places: (OpenTurn | undefined)[];
  #size = 0;

  /** @param most turns at the same time, 1 or more. */
  constructor(most: number) {
    let places = 2;
    // Half of the places stay free, so that a free one is found soon.
    while (places < 2 * most) places *= 2;
    this.#places = new Array<undefined>(places).fill(undefined);
  }

  get size(): number {
    return this.#size;
  }

  get(id: number): OpenTurn | undefined {
    const turn = this.#places[id & (this.#places.length - 1)];
    return turn?.id === id ? turn : undefined;
  }

  /** True when a turn with this identifier can be added. */
  hasRoomFor(id: number): boolean {
    return this.#places[id & (this.#places.length - 1)] === undefined;
  }

  /** There must be room for it. */
  add(turn: OpenTurn): void {
    this.#places[turn.id & (this.#places.length - 1)] = turn;
    this.#size += 1;
  }

  /** It must be here. */
  delete(turn: OpenTurn): void {
    this.#places[turn.id & (this.#places.length - 1)] = undefined;
    this.#size -= 1;
  }

  /** All of them, in the order in which they were called for; a copy. */
  all(): OpenTurn[] {
    return this.#places
      .filter(turn => turn !== undefined)
      .sort((one, other) => one.entry.order - other.entry.order);
  }
}

import type { Station } from './station.js';

/** What has arrived at one station and was not handed over yet. */
export class Inbox {
  readonly #station: Station;
  #bytes: number[] = [];
  #ready = 0;

  constructor(station: Station) {
    this.#station = station;
  }

  /** `more`: the rest of this piece follows, so it is kept back. */
  add(bytes: Uint8Array, more: boolean): void {
    for (const byte of bytes) this.#bytes.push(byte);
    if (!more) this.#ready = this.#bytes.length;
  }

  handOver(): void {
    if (this.#ready === 0) return;
    const bytes = Uint8Array.from(this.#bytes.splice(0, this.#ready));
    this.#ready = 0;
    this.#station.hear(bytes);
  }
}

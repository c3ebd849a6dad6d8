/** When the bytes of a stream arrived, chunk by chunk. */
export class Timeline {
  /** Position behind each chunk, and when it came. */
  readonly #marks: { readonly end: number; readonly time: number | undefined }[] = [];
  readonly #characterTime: number;
  #forgotten = 0;

  /** @param characterTime milliseconds that a character takes, 0 where there is no such thing. */
  constructor(characterTime: number) {
    this.#characterTime = characterTime;
  }

  /** A chunk came that ends at `end`. */
  mark(end: number, time: number | undefined): void {
    this.#marks.push({ end, time });
  }

  /** When the byte at `position` had arrived, as nearly as its chunk tells; undefined where nobody took the time. */
  at(position: number): number | undefined {
    const mark = this.#marks.find(({ end }) => end > position);
    if (mark?.time === undefined) return undefined;
    return mark.time - (mark.end - 1 - position) * this.#characterTime;
  }

  /** The number of the chunk in which the byte at `position` came: nothing is known of the time between those of one. */
  chunkOf(position: number): number {
    return this.#forgotten + this.#marks.findIndex(({ end }) => end > position);
  }

  /** Forgets all chunks that end at `position` or before. */
  forget(position: number): void {
    const first = this.#marks.findIndex(({ end }) => end > position);
    this.#forgotten += this.#marks.splice(0, first < 0 ? this.#marks.length : first).length;
  }
}

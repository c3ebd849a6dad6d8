import type { TraceLine } from '../../protocol/index.js';

/** A frame, or a place where frames are missing. */
export type TraceRow =
  | { readonly type: 'frame'; readonly key: number; readonly frame: TraceLine }
  /** Without a count: the server was started anew. */
  | { readonly type: 'gap'; readonly key: number; readonly missing?: number };

/** Rows that are kept. */
export const TRACE_LIMIT = 1000;

/** Frames of this run of the server that are known again; it repeats 200 at most. */
const REPEATED = 1000;

/**
 * The latest frames of one line, oldest first. Frames that come twice, because the server repeats the latest ones to whoever
 * subscribes again, are kept once; frames that never came leave a gap.
 */
export class TraceBuffer {
  #rows: readonly TraceRow[] = [];
  #last: TraceLine | undefined;
  /** Times of the frames that may come once more, by their numbers. */
  readonly #times = new Map<number, number>();
  #key = 0;
  readonly #limit: number;

  constructor(limit = TRACE_LIMIT) {
    this.#limit = limit;
  }

  get rows(): readonly TraceRow[] {
    return this.#rows;
  }

  /** Takes frames in, in the order of their numbers. */
  push(frames: readonly TraceLine[]): void {
    const added: TraceRow[] = [];
    for (const frame of frames.slice(this.#known(frames))) {
      const last = this.#last;
      if (last !== undefined && frame.number <= last.number) {
        added.push({ type: 'gap', key: this.#key++ });
        this.#times.clear();
      } else if (last !== undefined && frame.number > last.number + 1)
        added.push({ type: 'gap', key: this.#key++, missing: frame.number - last.number - 1 });
      added.push({ type: 'frame', key: this.#key++, frame });
      this.#last = frame;
      this.#remember(frame);
    }
    if (added.length > 0) this.#rows = [...this.#rows, ...added].slice(-this.#limit);
  }

  /** How many at the beginning came before. The latest ones are repeated in several pieces: each is known by itself. */
  #known(frames: readonly TraceLine[]): number {
    return frames.findLastIndex(({ number, time }) => this.#times.get(number) === time) + 1;
  }

  #remember({ number, time }: TraceLine): void {
    this.#times.set(number, time);
    if (this.#times.size > REPEATED) this.#times.delete(this.#times.keys().next().value!);
  }

  /** Forgets the rows, and goes on without a gap. */
  clear(): void {
    this.#rows = [];
  }
}

import type { TraceLine } from '../../protocol/index.js';

/** A frame, or a place where frames are missing. */
export type TraceRow =
  | { readonly type: 'frame'; readonly key: number; readonly frame: TraceLine }
  /** Without a count: the server was started anew. */
  | { readonly type: 'gap'; readonly key: number; readonly missing?: number };

/** Rows that are kept. */
export const TRACE_LIMIT = 1000;

/**
 * The latest frames of one line, oldest first. Frames that come twice, because the server repeats the latest ones to whoever
 * subscribes again, are kept once; frames that never came leave a gap.
 */
export class TraceBuffer {
  #rows: readonly TraceRow[] = [];
  #last: TraceLine | undefined;
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
      if (last !== undefined && frame.number <= last.number) added.push({ type: 'gap', key: this.#key++ });
      else if (last !== undefined && frame.number > last.number + 1)
        added.push({ type: 'gap', key: this.#key++, missing: frame.number - last.number - 1 });
      added.push({ type: 'frame', key: this.#key++, frame });
      this.#last = frame;
    }
    if (added.length > 0) this.#rows = [...this.#rows, ...added].slice(-this.#limit);
  }

  /** How many at the beginning are here already. */
  #known(frames: readonly TraceLine[]): number {
    const last = this.#last;
    if (last === undefined) return 0;
    return frames.findIndex(({ number, time }) => number === last.number && time === last.time) + 1;
  }

  /** Forgets the rows, and goes on without a gap. */
  clear(): void {
    this.#rows = [];
  }
}

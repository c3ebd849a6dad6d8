import type { Overheard } from './overheard.js';

/** The frames, none of which overlaps another, that have the most evidence together; in order of their offsets. */
export function chooseFrames(frames: readonly Overheard[]): Overheard[] {
  const byEnd = frames.filter(({ evidence }) => evidence > 0).toSorted((a, b) => endOf(a) - endOf(b));
  /** The best choice among the first `n` frames, as links back. */
  const best: Choice[] = [{ total: 0, last: undefined, before: undefined }];
  for (const [index, frame] of byEnd.entries()) {
    const free = byEnd.findLastIndex((other, at) => at < index && endOf(other) <= frame.offset) + 1;
    const before = best[free]!;
    const taken: Choice = { total: before.total + frame.evidence, last: frame, before };
    const without = best[index]!;
    best.push(taken.total > without.total ? taken : without);
  }
  const chosen: Overheard[] = [];
  for (let choice: Choice | undefined = best.at(-1); choice?.last; choice = choice.before)
    chosen.push(choice.last);
  return chosen.reverse();
}

interface Choice {
  readonly total: number;
  readonly last: Overheard | undefined;
  readonly before: Choice | undefined;
}

/** Position behind the last byte of a frame. */
export const endOf = ({ offset, bytes }: Overheard): number => offset + bytes.length;

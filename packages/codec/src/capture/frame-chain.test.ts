import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChainFrame, Evidence } from './evidence.js';
import { FrameChain } from './frame-chain.js';

interface Piece {
  readonly offset: number;
  readonly length: number;
  readonly score: number;
  /** What `follows` compares. */
  readonly kind: number;
}

const evidence: Evidence<number> = {
  gapCost: 4,
  readings: () => [],
  follows: (previous, next) => (next === previous + 1 ? 14 : 4),
};

/** What a chain of frames, in order, is worth: the definition. */
function worth(chain: readonly Piece[]): number {
  let total = 0;
  for (const [i, { offset, score, kind }] of chain.entries()) {
    const previous = chain[i - 1];
    const joined = previous !== undefined && previous.offset + previous.length === offset;
    total += score + (joined ? evidence.follows(previous.kind, kind) : -evidence.gapCost);
  }
  return total;
}

/** The best chain, by trying them all. */
function bestOfAll(pieces: readonly Piece[], from = 0, chain: readonly Piece[] = []): readonly Piece[] {
  let best = chain;
  for (let i = from; i < pieces.length; i++) {
    const last = chain.at(-1);
    if (last && pieces[i]!.offset < last.offset + last.length) continue;
    const other = bestOfAll(pieces, i + 1, [...chain, pieces[i]!]);
    if (worth(other) > worth(best)) best = other;
  }
  return best;
}

const pieceOf = ({ offset, length, score, meaning }: ChainFrame<number>): Piece => ({
  ...{ offset, length, score },
  kind: meaning,
});

/** Adds the pieces one by one, and settles at every step if asked to. */
function chained(pieces: readonly Piece[], settle: boolean): { decided: Piece[]; all: Piece[] } {
  const chain = new FrameChain(evidence);
  const decided: ChainFrame<number>[] = [];
  for (const { offset, length, score, kind } of pieces) {
    if (settle) decided.push(...chain.settle(offset + length - 1, false));
    chain.add(offset, length, [{ score, meaning: kind }]);
  }
  return { decided: decided.map(pieceOf), all: [...decided, ...chain.best()].map(pieceOf) };
}

/** Overlapping pieces on a grid, so that many of them touch; scores with fractions, so that no two chains are equal. */
const pieces = (span: number, grid: number) =>
  fc
    .array(
      fc.record({
        offset: fc.nat(span).map(at => at * grid),
        length: fc.integer({ min: 1, max: 256 / grid }).map(size => size * grid),
        score: fc.integer({ min: -60_000, max: 300_000 }).map(score => score / 9973),
        kind: fc.nat(4),
      }),
      { minLength: 1, maxLength: 11, size: 'max' },
    )
    .map(all => all.sort((a, b) => a.offset + a.length - (b.offset + b.length)));

describe('the best chain of frames', () => {
  it('is that of trying all chains', () => {
    fc.assert(
      fc.property(pieces(16, 32), all => {
        const { all: found } = chained(all, false);
        expect(worth(found)).toBeCloseTo(worth(bestOfAll(all)), 9);
      }),
      { numRuns: 800 },
    );
  });

  it('does not depend on when it is asked what is decided, and what is decided stays', () => {
    fc.assert(
      fc.property(pieces(60, 32), all => {
        const { decided, all: found } = chained(all, true);
        expect(found).toEqual(chained(all, false).all);
        expect(decided).toEqual(found.slice(0, decided.length));
      }),
      { numRuns: 800 },
    );
  });

  it('chooses among the ways to read one candidate by its neighbours', () => {
    const chain = new FrameChain(evidence);
    chain.add(0, 8, [{ score: 10, meaning: 1 }]);
    chain.add(8, 8, [
      { score: 10, meaning: 1 },
      { score: 9, meaning: 2 },
    ]);
    expect(chain.best().map(frame => frame.meaning)).toEqual([1, 2]);
  });

  it('leaves out what costs more than it brings', () => {
    const chain = new FrameChain(evidence);
    chain.add(0, 8, [{ score: 4, meaning: 0 }]);
    chain.add(10, 8, [{ score: 4.5, meaning: 0 }]);
    expect(chain.best()).toEqual([{ offset: 10, length: 8, score: 4.5, meaning: 0 }]);
  });

  it('decides a frame when no candidate to come can avoid it, and not before', () => {
    const chain = new FrameChain(evidence);
    chain.add(0, 8, [{ score: 20, meaning: 0 }]);
    expect(chain.settle(8 + 254, false)).toEqual([]);
    expect(chain.settle(8 + 255, false)).toMatchObject([{ offset: 0, length: 8 }]);
    expect(chain.settle(8 + 256, false)).toEqual([]);
  });

  it('can be looked at with candidates that were not added', () => {
    const chain = new FrameChain(evidence);
    chain.add(0, 8, [{ score: 20, meaning: 0 }]);
    const before = chain.best();
    const seen = chain.preview(() => chain.add(8, 4, [{ score: 20, meaning: 0 }]));
    expect(seen).toHaveLength(2);
    expect(chain.best()).toEqual(before);
    expect(chain.preview(() => chain.add(0, 9, [{ score: 30, meaning: 0 }]))).toMatchObject([{ length: 9 }]);
    expect(chain.best()).toEqual(before);
  });
});

describe('a stream that never shows which of two chains is right', () => {
  /** Frames of four bytes at every second position: two chains without gaps that are worth the same. */
  function undecidable(length: number, settleEvery: number) {
    const chain = new FrameChain(evidence);
    const frames: ChainFrame<number>[] = [];
    let late = 0;
    for (let offset = 0; offset < length; offset += 2) {
      chain.add(offset, 4, [{ score: 10, meaning: 0 }]);
      const position = offset + 4;
      const block = position % 4096 === 0;
      if (block || position % settleEvery === 0) frames.push(...chain.settle(position, block));
      const last = frames.at(-1);
      late = Math.max(late, position - (last ? last.offset + last.length : 0));
    }
    return { frames: [...frames, ...chain.best()], late };
  }

  it('is decided in time by the best chain so far, always at the same places', () => {
    const { frames, late } = undecidable(200_000, 4096);
    expect(late).toBeLessThan(45_000);
    expect(frames.length).toBeGreaterThan(49_990);
    let end = 0;
    for (const { offset, length } of frames) {
      expect(offset).toBeGreaterThanOrEqual(end);
      end = offset + length;
    }
    expect(undecidable(200_000, 64).frames).toEqual(frames);
  });
});

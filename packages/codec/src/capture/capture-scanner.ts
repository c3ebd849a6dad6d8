import type { CandidateFinder } from './candidate-finder.js';
import { createCandidateFinder } from './create-candidate-finder.js';
import { type Candidate, type ChainFrame, type Evidence, LOOKAHEAD } from './evidence.js';
import { FrameChain } from './frame-chain.js';
import { LONGEST_CANDIDATE } from './layout.js';

/** Frames are decided by force, if at all, where the position is a multiple of this, whatever the chunks. */
const BLOCK = 4096;
/** As much as a candidate that waits for the bytes behind it, or ends in the current block, may need from before. */
const HISTORY = LONGEST_CANDIDATE + LOOKAHEAD;

/**
 * Finds the frames of a stream that nobody timed: every stretch whose CRC is right is a candidate, and the chain of
 * candidates that makes most sense is the result. The same bytes give the same frames however they are cut into chunks.
 * Memory and the work per byte are bounded, so a stream may be endless.
 *
 * @example
 * import { CaptureScanner } from '@bus/codec/capture';
 *
 * // A protocol with frames of seven bytes: what it knows is all the evidence there is.
 * const scanner = new CaptureScanner({
 *   gapCost: 4,
 *   readings: ({ bytes, at, length }) => (length === 7 ? [{ score: 8, meaning: `unit ${bytes[at]}` }] : []),
 *   follows: () => 4,
 * });
 * const decided = scanner.write(Uint8Array.of(0xff, 0x01, 0x03, 0x02, 0x00, 0x05, 0x78, 0x47));
 * const frames = [...decided, ...scanner.end()]; // one, at offset 1: unit 1
 */
export class CaptureScanner<Meaning> {
  private readonly evidence: Evidence<Meaning>;
  private readonly finder: CandidateFinder;
  private readonly recent = new Uint8Array(HISTORY + BLOCK);
  private chain: FrameChain<Meaning>;
  /** Candidates that wait for the bytes behind them: `end, length` of each, the ends as positions in the stream. */
  private waiting: number[] = [];
  /** Bytes of the current block that are there. */
  private filled = 0;
  /** Position at which the current block begins. */
  private block = 0;

  /** @param finder finds the candidates; `createCandidateFinder()` unless given. It must be at its beginning. */
  constructor(evidence: Evidence<Meaning>, finder: CandidateFinder = createCandidateFinder()) {
    this.evidence = evidence;
    this.finder = finder;
    this.chain = new FrameChain(evidence);
  }

  /** Bytes so far. */
  get position(): number {
    return this.block + this.filled;
  }

  /** Position before which no frame begins that was not returned yet. Never goes back while the stream lasts. */
  get settled(): number {
    return this.chain.settled;
  }

  /**
   * The frames that follow the decided ones by what is known so far. Later bytes may show that it is otherwise. Asking
   * changes nothing.
   */
  get provisional(): ChainFrame<Meaning>[] {
    return this.chain.preview(() => this.takeWaiting(0, false));
  }

  /** Takes a chunk of any size; returns the frames that no later byte can change, in order, each once. */
  write(chunk: Uint8Array): ChainFrame<Meaning>[] {
    const decided: ChainFrame<Meaning>[] = [];
    for (let from = 0; from < chunk.length; ) {
      const part = chunk.subarray(from, from + BLOCK - this.filled);
      from += part.length;
      this.search(part);
      this.waiting = this.waiting.slice(this.takeWaiting(LOOKAHEAD, true));
      const full = this.filled === BLOCK;
      if (full || from === chunk.length) decided.push(...this.chain.settle(this.position - LOOKAHEAD, full));
      if (full) this.nextBlock();
    }
    return decided;
  }

  /** The stream is over: returns the frames that were not decided. The next byte begins another stream. */
  end(): ChainFrame<Meaning>[] {
    this.takeWaiting(0, true);
    const rest = this.chain.best();
    this.chain = new FrameChain(this.evidence);
    this.finder.clear();
    this.waiting = [];
    this.filled = 0;
    this.block = 0;
    return rest;
  }

  private search(part: Uint8Array): void {
    const { recent, finder, filled, position } = this;
    recent.set(part, HISTORY + filled);
    finder.write(part);
    const { records, count } = finder;
    for (let i = 0; i < 2 * count; i += 2) this.waiting.push(position + records[i]!, records[i + 1]!);
    this.filled += part.length;
  }

  /**
   * Adds the waiting candidates behind which `behind` bytes are known; with `learn`, for good.
   *
   * @returns how many numbers of `waiting` belong to them.
   */
  private takeWaiting(behind: number, learn: boolean): number {
    const { waiting, position } = this;
    let i = 0;
    for (; i < waiting.length && waiting[i]! + behind <= position; i += 2) {
      const end = waiting[i]!;
      const length = waiting[i + 1]!;
      const candidate = this.candidate(end, length);
      const readings = this.evidence.readings(candidate);
      if (learn && readings.length > 0) this.evidence.learn?.(readings, candidate);
      this.chain.add(end - length, length, readings);
    }
    return i;
  }

  private candidate(end: number, length: number): Candidate {
    const at = HISTORY + end - this.block - length;
    const behind = Math.min(LOOKAHEAD, this.position - end);
    return { bytes: this.recent, at, length, behind };
  }

  private nextBlock(): void {
    this.recent.copyWithin(0, BLOCK);
    this.block += BLOCK;
    this.filled = 0;
  }
}

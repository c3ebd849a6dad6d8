import { type ChainNode, chainRoot, indexOfEnd, pathBetween } from './chain-node.js';
import type { ChainFrame, Evidence, Reading } from './evidence.js';
import { LONGEST_CANDIDATE } from './layout.js';

/** Nodes beyond which the best chain so far is taken for good. The last 256 bytes alone may have 6000. */
const UNDECIDED_MAX = 16384;

/**
 * Chooses among candidates that overlap: the chain of frames that is worth most. A chain is worth the scores of its
 * frames and what `follows` says of neighbours, less `gapCost` for each frame that begins behind a gap.
 *
 * Candidates come in order of their ends. Each is attached to the best chain in front of it, so that every chain is a
 * path of links back to the root. A frame is decided when all chains lead through it that can still win.
 */
export class FrameChain<Meaning> {
  private readonly evidence: Evidence<Meaning>;
  /** The latest decided frame. */
  private root: ChainNode<Meaning> = chainRoot();
  /** What is undecided, in order of ends. */
  private nodes: ChainNode<Meaning>[] = [];
  /** Those that were worth more than all before them; the first may be the root. */
  private peaks: ChainNode<Meaning>[] = [this.root];
  private round = 0;
  /** No candidate to come begins before this. */
  private start = 0;

  constructor(evidence: Evidence<Meaning>) {
    this.evidence = evidence;
  }

  /** Considers a candidate of `length` bytes at `offset` in the stream. */
  add(offset: number, length: number, readings: readonly Reading<Meaning>[]): void {
    if (readings.length === 0) return;
    const peak = this.peaks[indexOfEnd(this.peaks, offset + 1) - 1]!;
    const neighbours = this.endingAt(offset);
    for (const { score, meaning } of readings) {
      let parent = peak;
      let before = peak.total - this.evidence.gapCost;
      for (const neighbour of neighbours) {
        const joined = neighbour.total + this.evidence.follows(neighbour.meaning, meaning);
        if (joined <= before) continue;
        before = joined;
        parent = neighbour;
      }
      const end = offset + length;
      this.push({ start: offset, end, score, meaning, total: before + score, parent, round: 0 });
    }
  }

  /**
   * Decides what no byte to come can change.
   *
   * @param position bytes of the stream so far: all candidates that end there or before were added.
   * @param force whether to decide by the best chain so far when too much is undecided.
   * @returns the newly decided frames.
   */
  settle(position: number, force: boolean): ChainFrame<Meaning>[] {
    // A candidate to come cannot begin before this.
    const start = Math.max(0, position - LONGEST_CANDIDATE + 1);
    this.start = start;
    const decided = this.decide(this.commonNode(start));
    if (!force || this.nodes.length <= UNDECIDED_MAX) return decided;
    return [...decided, ...this.decide(this.forcedNode(start))];
  }

  /** Offset before which no frame begins that `settle` has not returned yet. */
  get settled(): number {
    return this.nodes.reduce((least, node) => Math.min(least, node.start), this.start);
  }

  /** The undecided frames of the chain that is best so far. */
  best(): ChainFrame<Meaning>[] {
    return pathBetween(this.root, this.peaks.at(-1)!).map(frameOf);
  }

  /** `best` as it would be after `add` calls in `consider`, which change nothing. */
  preview(consider: () => void): ChainFrame<Meaning>[] {
    const { peaks } = this;
    const count = this.nodes.length;
    this.peaks = peaks.slice();
    consider();
    const frames = this.best();
    this.peaks = peaks;
    this.nodes.length = count;
    return frames;
  }

  private push(node: ChainNode<Meaning>): void {
    this.nodes.push(node);
    if (node.total > this.peaks.at(-1)!.total) this.peaks.push(node);
  }

  private endingAt(offset: number): ChainNode<Meaning>[] {
    const found = this.root.end === offset ? [this.root] : [];
    for (let i = indexOfEnd(this.nodes, offset); this.nodes[i]?.end === offset; i++)
      found.push(this.nodes[i]!);
    return found;
  }

  /** Keeps the nodes through which chains that can still grow lead, and returns the last one that all of them share. */
  private commonNode(start: number): ChainNode<Meaning> {
    this.round++;
    let open = 0;
    const keep = (node: ChainNode<Meaning>) => {
      if (node.round !== this.round) open++;
      node.round = this.round;
    };
    // What is to come is attached to a node that ends where it begins, or to the highest peak before that.
    const base = indexOfEnd(this.peaks, start + 1) - 1;
    keep(this.peaks[base]!);
    for (let i = indexOfEnd(this.nodes, start); i < this.nodes.length; i++) keep(this.nodes[i]!);
    let i = this.nodes.length - 1;
    for (; i >= 0; i--) {
      const node = this.nodes[i]!;
      if (node.round !== this.round) continue;
      if (open === 1) break;
      keep(node.parent!);
      open--;
    }
    const common = this.nodes[i] ?? this.root;
    this.peaks.splice(0, base);
    this.nodes = this.nodes.slice(i + 1).filter(node => node.round === this.round);
    return common;
  }

  /**
   * The last frame of the best chain that ends at `start` or before. Drops all chains that lead through another frame
   * that ends there.
   */
  private forcedNode(start: number): ChainNode<Meaning> {
    const path = pathBetween(this.root, this.peaks.at(-1)!);
    const forced = path[indexOfEnd(path, start + 1) - 1] ?? this.root;
    const round = ++this.round;
    for (const node of this.nodes) {
      if (node.end > start && (node.parent === forced || node.parent!.round === round)) node.round = round;
    }
    this.nodes = this.nodes.filter(node => node.round === round);
    this.peaks = [forced, ...this.peaks.filter(node => node.round === round)];
    return forced;
  }

  private decide(node: ChainNode<Meaning>): ChainFrame<Meaning>[] {
    const decided = pathBetween(this.root, node).map(frameOf);
    this.root = node;
    // Nothing behind the root is needed again, and it must not be kept in memory.
    node.parent = undefined;
    return decided;
  }
}

function frameOf<Meaning>({ start, end, score, meaning }: ChainNode<Meaning>): ChainFrame<Meaning> {
  return { offset: start, length: end - start, score, meaning };
}

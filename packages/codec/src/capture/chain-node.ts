import type { Reading } from './evidence.js';

/** A candidate, read in one way, as the last frame of the best chain that ends with it. */
export interface ChainNode<Meaning> extends Reading<Meaning> {
  readonly start: number;
  readonly end: number;
  /** What the whole chain is worth. */
  readonly total: number;
  /** The frame before it, next to it or across a gap; absent for the first one. */
  parent: ChainNode<Meaning> | undefined;
  /** The latest round of sorting out in which this node was kept. */
  round: number;
}

/** What every chain begins with: worth nothing, and no frame begins where it ends. */
export function chainRoot<Meaning>(): ChainNode<Meaning> {
  const meaning = undefined as Meaning;
  return { start: -1, end: -1, score: 0, meaning, total: 0, parent: undefined, round: 0 };
}

/** The nodes behind `root` up to `last`, first to last. */
export function pathBetween<Meaning>(
  root: ChainNode<Meaning>,
  last: ChainNode<Meaning>,
): ChainNode<Meaning>[] {
  const path: ChainNode<Meaning>[] = [];
  for (let node = last; node !== root; node = node.parent!) path.push(node);
  return path.reverse();
}

/** Index of the first node that ends at `position` or behind it; `nodes` are in order of their ends. */
export function indexOfEnd(nodes: readonly { readonly end: number }[], position: number): number {
  let low = 0;
  let high = nodes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (nodes[middle]!.end >= position) high = middle;
    else low = middle + 1;
  }
  return low;
}

import type { RecordList } from './record-list.js';
import type { Expectation, ScanRules } from './scanner.js';

/** What a search works on. */
export interface SearchSpace {
  readonly window: Uint8Array;
  /** Words by the STATE indexes of `layout.ts`. */
  readonly state: Int32Array;
  readonly list: RecordList;
  readonly expected: readonly Expectation[];
  /** Where in WebAssembly memory the scanner stands; -1 for one that has arrays of its own. */
  readonly slot: number;
}

/** Looks at the bytes received since the last call; returns the number of records written. */
export type Search = (space: SearchSpace, silent: boolean) => number;

const searches = new WeakMap<ScanRules, Search>();

/** Says how frames are found by `rules`. The scanners know only length rules; so nobody pays for what he does not use. */
export function setSearch(rules: ScanRules, search: Search): void {
  searches.set(rules, search);
}

/** The search of rules that bring one, `undefined` for length rules. */
export function searchOf(rules: ScanRules): Search | undefined {
  return searches.get(rules);
}

/** Addresses from the first to the last, both included. */
export interface AddressRange {
  from: number;
  to: number;
}

/** What the device said to a read: all of it exists, some of it does not, or nobody can tell. */
export type Probed = 'there' | 'absent' | 'unclear';

/** What is looked for, and how it is asked. */
export interface RangeSearch extends AddressRange {
  /** Most addresses in one request, 1 or more. */
  readonly most: number;
  /** Addresses from one probe to the next where nothing was found, 1 or more: with 1 nothing is overlooked. */
  readonly step: number;
  /** Asks for `count` addresses from `address` on, within the range. */
  probe(address: number, count: number): Promise<Probed>;
}

/** A run that exists, or one of which nobody can tell, such as one that the device answers with silence. */
export interface FoundRange extends AddressRange {
  readonly readable: boolean;
}

/** How a search ended. */
export interface SearchEnd {
  /** Addresses that the device takes in one request, when it turned out to be fewer than were asked for. */
  readonly limit?: number;
}

/**
 * Finds which addresses exist, with few requests. A read succeeds only if all of its addresses exist, so the end of a
 * run is found by bisection of the longest read: a run of n addresses costs about n / most + log2(most) requests. Inside
 * a gap a read of several addresses tells nothing, so each address (or each `step`-th) costs one request; where a run
 * is met in the middle, its beginning is found by bisection, too.
 *
 * Runs come in order. When a probe throws, what is known of the run at hand is yielded before the error.
 */
export async function* findRanges(search: RangeSearch): AsyncGenerator<FoundRange, SearchEnd> {
  const state: SearchState = { most: search.most };
  /** The latest address that is known not to be readable. */
  let absent = search.from - 1;
  let pending: FoundRange | undefined;
  try {
    for (let at = search.from; at <= search.to; at = nextProbe(absent, search.step)) {
      const probed = await search.probe(at, 1);
      if (pending !== undefined && !(probed === 'unclear' && at === pending.to + 1)) {
        yield pending;
        pending = undefined;
      }
      if (probed === 'there') {
        pending = { from: at, to: at, readable: true };
        await extendBack(search, state, pending, absent);
        absent = await extend(search, state, pending);
        if (state.behind === 'unclear' && absent <= search.to) {
          yield pending;
          pending = { from: absent, to: absent, readable: false };
        }
      } else {
        absent = at;
        if (probed === 'unclear') pending = { from: pending?.from ?? at, to: at, readable: false };
      }
    }
  } catch (error) {
    if (pending !== undefined) yield pending;
    throw error;
  }
  if (pending !== undefined) yield pending;
  return state.limit === undefined ? {} : { limit: state.limit };
}

interface SearchState {
  most: number;
  limit?: number;
  /** What came of the address behind the latest run. */
  behind?: Probed;
  /** How many addresses the latest read gave that was cut short although the next address exists. */
  cut?: number;
}

/** Wide steps fall on round addresses, where devices let their tables begin. */
function nextProbe(absent: number, step: number): number {
  return (Math.floor(absent / step) + 1) * step;
}

/** Moves the run's beginning back as far as it goes, but not to `absent`. */
async function extendBack(
  search: RangeSearch,
  state: SearchState,
  run: AddressRange,
  absent: number,
): Promise<void> {
  while (run.from > absent + 1) {
    const { from } = run;
    const size = Math.min(state.most, from - absent - 1);
    const readable = await longest(size, count => search.probe(from - count, count));
    run.from -= readable;
    if (readable === size) continue;
    if (readable === 0 || (await search.probe(run.from - 1, 1)) !== 'there') return;
    learnLimit(state, readable);
    run.from -= 1;
  }
}

/**
 * Moves the run's end as far as it goes.
 *
 * @returns the address behind it, which is not readable or out of the search's range.
 */
async function extend(search: RangeSearch, state: SearchState, run: AddressRange): Promise<number> {
  for (;;) {
    const start = run.to + 1;
    const size = Math.min(state.most, search.to - run.to);
    if (size <= 0) return start;
    const readable = await longest(size, async count => {
      state.behind = await search.probe(start, count);
      return state.behind;
    });
    run.to += readable;
    if (readable === size) continue;
    // With nothing readable, the last probe was of that address alone.
    if (readable > 0) state.behind = await search.probe(run.to + 1, 1);
    if (state.behind !== 'there') return run.to + 1;
    learnLimit(state, readable);
    run.to += 1;
  }
}

/** The largest count up to `size` that can be read at once. */
async function longest(size: number, probe: (count: number) => Promise<Probed>): Promise<number> {
  if ((await probe(size)) === 'there') return size;
  let readable = 0;
  for (let refused = size; refused - readable > 1; ) {
    const middle = (readable + refused) >> 1;
    if ((await probe(middle)) === 'there') readable = middle;
    else refused = middle;
  }
  return readable;
}

/**
 * A read was cut short inside a run: at a boundary that no read may cross, or because the device takes no more at once.
 * The same length twice in succession is taken for a limit.
 */
function learnLimit(state: SearchState, readable: number): void {
  if (state.cut === readable) {
    state.most = readable;
    state.limit = readable;
  }
  state.cut = readable;
}

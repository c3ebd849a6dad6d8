/** Upper bounds, in milliseconds, of the latency histogram's buckets; the last bucket takes what is longer. */
export const LATENCY_BOUNDS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000] as const;

/** What happened between this line and one unit since the line was made. */
export interface UnitCounters {
  /** Requests sent, repeats included. */
  sent: number;
  /** Requests answered, refusals included. */
  answered: number;
  /** Attempts that ended without an answer in time. */
  timeouts: number;
  /** Awaited answers with a bad checksum. */
  checksumErrors: number;
  /** Sound frames from this unit that nobody asked for. */
  foreign: number;
  /** Answers that came after their question had been given up. */
  late: number;
  /** Answers in which the device refused. */
  exceptions: number;
  /** Answers that did not fit the question. */
  wrong: number;
  /** Calls that were not sent because the unit counts as dead. */
  skipped: number;
  /** Sum of all latencies, from the last byte sent to the answer, in milliseconds. */
  latencySum: number;
  /** Answers per bucket of `LATENCY_BOUNDS`, and one more. */
  latency: number[];
}

/** Counters of a line. */
export interface LineStatistics {
  readonly units: ReadonlyMap<number, Readonly<UnitCounters>>;
  /** Bytes that belonged to no frame. */
  readonly noiseBytes: number;
  /** Bytes that were in the buffer before a question and were dropped. */
  readonly staleBytes: number;
  /** Own requests heard back. */
  readonly echoes: number;
  /** Times that the port or connection was lost. */
  readonly losses: number;
}

/** Counts per unit; a unit gets its counters when it is first mentioned. */
export class Counters implements LineStatistics {
  readonly units = new Map<number, UnitCounters>();
  noiseBytes = 0;
  staleBytes = 0;
  echoes = 0;
  losses = 0;
  /** The unit that was mentioned last: mostly it is the next one as well. */
  #unit = -1;
  #latest: UnitCounters | undefined;

  of(unit: number): UnitCounters {
    if (unit !== this.#unit || this.#latest === undefined) {
      this.#latest = this.#find(unit);
      this.#unit = unit;
    }
    return this.#latest;
  }

  #find(unit: number): UnitCounters {
    let counters = this.units.get(unit);
    if (counters === undefined) {
      counters = {
        sent: 0,
        answered: 0,
        timeouts: 0,
        checksumErrors: 0,
        foreign: 0,
        late: 0,
        exceptions: 0,
        wrong: 0,
        skipped: 0,
        latencySum: 0,
        latency: new Array<number>(LATENCY_BOUNDS.length + 1).fill(0),
      };
      this.units.set(unit, counters);
    }
    return counters;
  }

  answered(unit: number, latency: number): void {
    const counters = this.of(unit);
    counters.answered += 1;
    counters.latencySum += latency;
    let bucket = 0;
    while (bucket < LATENCY_BOUNDS.length && latency > LATENCY_BOUNDS[bucket]!) bucket += 1;
    counters.latency[bucket]! += 1;
  }
}

/** What came of reading for a while. */
export interface Tally {
  /** Reads that were answered with the right registers. */
  readonly answered: number;
  /** Reads that failed. */
  readonly failed: number;
  /** Milliseconds of each answered read; absent where nobody looks at single reads. */
  readonly times?: readonly number[];
}

/** A connection that reads. */
export interface Reading {
  /** Reads once, and again and again until `deadline`, a time of `performance.now()`; reads that are open then are finished. */
  readUntil(deadline: number): Promise<Tally>;
  close(): Promise<void>;
}

/** What the registers from address `start` on hold: the same rule as in interop/peers/values.h. */
export function expectedRegisters(start: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => ((start + index) * 31 + 7) & 0xffff);
}

/**
 * Makes one read after another of an asynchronous function, `inFlight` at a time. The number of registers, the first
 * and the last one are compared each time, and all of them the first time.
 *
 * @param expected the right registers.
 */
export function askingReader(
  read: () => Promise<ArrayLike<number>>,
  expected: readonly number[],
  inFlight: number,
): Reading['readUntil'] {
  const last = expected.length - 1;
  let compared = false;
  const isRight = (values: ArrayLike<number>): boolean => {
    if (!compared && !expected.every((value, index) => values[index] === value)) return false;
    compared = true;
    return values.length === expected.length && values[0] === expected[0] && values[last] === expected[last];
  };
  return async deadline => {
    const tally = { answered: 0, failed: 0, times: [] as number[] };
    const worker = async (): Promise<void> => {
      let begun = performance.now();
      do {
        try {
          const values = await read();
          if (!isRight(values)) throw new WrongRegisters(Array.from(values).join(' '));
          tally.answered += 1;
          tally.times.push(performance.now() - begun);
        } catch (error) {
          // A wrong value is no failure of a line: nothing of what was measured could be believed.
          if (error instanceof WrongRegisters) throw error;
          tally.failed += 1;
        }
        begun = performance.now();
      } while (begun < deadline);
    };
    await Promise.all(Array.from({ length: inFlight }, worker));
    return tally;
  };
}

class WrongRegisters extends Error {
  constructor(values: string) {
    super(`wrong registers: ${values}`);
  }
}

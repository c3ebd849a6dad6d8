/** Bytes that go onto the wire in one run. */
export interface ScheduledBytes {
  /**
   * Milliseconds from the moment at which the answer is due to the beginning of the first byte. A run begins at this
   * time, or behind the run before it in the list where that is later.
   */
  readonly at: number;
  readonly bytes: Uint8Array;
  /** Handed over in one piece when the last byte has arrived, as a USB adaptor does. Without pacing every run is. */
  readonly whole?: boolean;
  /** Heard only by the end that asked, as the local echo of its adaptor is. */
  readonly onlyAsker?: boolean;
  /** The port of the asking ends is lost behind these bytes, for so many milliseconds; `Infinity`: until `restore`. */
  readonly portLost?: number;
  /** The instrument does not wait until these have left: what it says next may come in front of them. */
  readonly overtakable?: boolean;
  /** Behind these bytes nothing passes in either direction, and nobody is told, until the asking end is opened anew. */
  readonly goesDead?: boolean;
}

/** All bytes in a row. */
export function joinBytes(runs: readonly ScheduledBytes[]): Uint8Array {
  const joined = new Uint8Array(countBytes(runs));
  let at = 0;
  for (const { bytes } of runs) {
    joined.set(bytes, at);
    at += bytes.length;
  }
  return joined;
}

export function countBytes(runs: readonly ScheduledBytes[]): number {
  return runs.reduce((sum, { bytes }) => sum + bytes.length, 0);
}

/**
 * Changes some of the bytes of all runs, counted from the first byte of the first run: `change` returns what stands in a
 * byte's place. Runs that become empty are left out.
 */
export function mapBytes(
  runs: readonly ScheduledBytes[],
  change: (byte: number, index: number) => readonly number[],
): ScheduledBytes[] {
  let before = 0;
  const changed = runs.map(run => {
    const bytes = Uint8Array.from(
      Array.from(run.bytes).flatMap((byte, index) => [...change(byte, before + index)]),
    );
    before += run.bytes.length;
    return { ...run, bytes };
  });
  return changed.filter(run => run.bytes.length > 0 || run.portLost !== undefined || run.goesDead === true);
}

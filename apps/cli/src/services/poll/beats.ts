import type { Clock } from '@bus/line';

/** When rounds take place. */
export interface BeatOptions {
  readonly clock: Pick<Clock, 'now'>;
  /** Waits so many milliseconds; false when there will be no further beat. */
  readonly pause: (milliseconds: number) => Promise<boolean>;
  /** When the first beat is, on the clock. */
  readonly start: number;
  /** Milliseconds from beat to beat; 0: each when the one before is over. */
  readonly every: number;
  /** Beats at most. */
  readonly times?: number;
  /** No beat is then or later. */
  readonly end?: number;
  /** Waits until polling goes on, where it was halted; beats that pass meanwhile are not missed. */
  readonly resumed?: () => Promise<void> | undefined;
}

/**
 * The beats of a rate, from `start` on at even distances, whatever a round takes: beats that a round has run into are
 * left out, and never made up for. Yields how many were left out before each.
 */
export async function* beats(options: BeatOptions): AsyncGenerator<number, void> {
  const { clock, pause, start, every, times = Infinity, end = Infinity, resumed } = options;
  let beat = 0;
  let skipped = 0;
  for (let done = 0; done < times; done += 1) {
    if (start + beat * every >= end) return;
    if (!(await pause(Math.max(0, start + beat * every - clock.now())))) return;
    const halted = resumed?.();
    if (halted !== undefined) {
      await halted;
      beat = Math.ceil((clock.now() - start) / every);
      skipped = 0;
      done -= 1;
      continue;
    }
    yield skipped;
    // A beat that is just now is still in time.
    const next = every === 0 ? beat + 1 : Math.max(beat + 1, Math.ceil((clock.now() - start) / every));
    skipped = next - beat - 1;
    beat = next;
  }
}

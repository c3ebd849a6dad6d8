import { PreciseTimer } from './precise-timer.js';

/** A handle for a pending timer, as opaque as the platform's. */
export type Timer = unknown;

/** Monotonic milliseconds and timers. Injectable, so that tests of time need none. */
export interface Clock {
  /** Monotonic milliseconds with a fraction; the zero point is arbitrary. */
  now(): number;
  /** A timer; what is due already, in 0 milliseconds or fewer, comes as soon as it can. */
  setTimer(action: () => void, milliseconds: number): Timer;
  /**
   * A timer that keeps fractions of a millisecond, at the price of processor time: for the silences between frames.
   * Absent: `setTimer` does that as well.
   */
  setPreciseTimer?(action: () => void, milliseconds: number): Timer;
  clearTimer(timer: Timer): void;
}

/** Milliseconds of the longest timer that platforms know: 24 days. */
const LONGEST = 2 ** 31 - 1;

/** The platform's monotonic clock and timers. */
export const systemClock: Clock = {
  now: () => performance.now(),
  // What is longer than a platform's timer can be would be over at once; Node 24 warns of negative times on stderr.
  setTimer: (action, milliseconds) => setTimeout(action, Math.max(0, Math.min(milliseconds, LONGEST))),
  setPreciseTimer: (action, milliseconds) => new PreciseTimer(action, milliseconds),
  clearTimer: timer => {
    if (timer instanceof PreciseTimer) timer.cancel();
    else clearTimeout(timer as ReturnType<typeof setTimeout>);
  },
};

/** Says that this timer alone need not keep the process running, where the platform has such a notion. */
export function letProcessEnd(timer: Timer): void {
  (timer as { unref?: () => void }).unref?.();
}

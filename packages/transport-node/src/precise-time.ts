import { setImmediate, setTimeout } from 'node:timers/promises';

/** A clock that can be waited for. */
export interface WaitableTime {
  /** Monotonic milliseconds with a fraction. */
  now(): number;
  /** Resolves when `now()` has reached the deadline, never before. */
  until(deadline: number): Promise<void>;
}

/** Timers count whole milliseconds and may be one early or late; the rest is spent in turns of the event loop. */
const TIMER_SLACK = 1.5;

/** The platform's time, waited for to a fraction of a millisecond while the event loop is free. */
export const preciseTime: WaitableTime = {
  now: () => performance.now(),
  until: async deadline => {
    for (let left = deadline - performance.now(); left > 0; left = deadline - performance.now()) {
      if (left > TIMER_SLACK) await setTimeout(left - TIMER_SLACK);
      else await setImmediate();
    }
  },
};

import type { Clock } from '@bus/line';

/**
 * A clock whose timers do not keep a Node process alive: what an instrument still waits for matters to nobody once all
 * who ask have gone.
 */
export function backgroundClock(clock: Clock): Clock {
  return {
    now: () => clock.now(),
    setTimer: (action, milliseconds) => {
      const timer = clock.setTimer(action, milliseconds);
      if (
        typeof timer === 'object' &&
        timer !== null &&
        'unref' in timer &&
        typeof timer.unref === 'function'
      )
        timer.unref();
      return timer;
    },
    clearTimer: timer => clock.clearTimer(timer),
  };
}

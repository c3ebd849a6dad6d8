import type { Clock, Timer } from '@bus/line';

/** Does something again and again, so many milliseconds apart; returns what ends it. */
export function repeat(clock: Clock, milliseconds: number, action: () => void): () => void {
  let timer: Timer;
  const next = () => {
    timer = clock.setTimer(() => {
      action();
      next();
    }, milliseconds);
  };
  next();
  return () => clock.clearTimer(timer);
}

import { vi } from 'vitest';

/**
 * Does something in a time of its own, which passes only while nothing else is to be done: what is a matter of milliseconds
 * then comes out the same however busy the machine is.
 */
export async function inPassingTime<T>(action: () => Promise<T>): Promise<T> {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  try {
    let settled = false;
    const settle = () => {
      settled = true;
    };
    const result = action();
    result.then(settle, settle);
    while (!settled) {
      await new Promise(resolve => setImmediate(resolve));
      vi.advanceTimersByTime(0.5);
    }
    return await result;
  } finally {
    vi.useRealTimers();
  }
}

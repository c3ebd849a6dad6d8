import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { drainWithinReason } from './drain-gate.js';

describe('drainWithinReason', () => {
  beforeEach(() => {
    vi.stubEnv('UV_THREADPOOL_SIZE', '4');
  });
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it('drains, and passes a failure on', async () => {
    let drained = 0;
    await drainWithinReason(async () => {
      drained += 1;
    }, 0);
    expect(drained).toBe(1);
    await expect(drainWithinReason(() => Promise.reject(new Error('lost')), 0)).rejects.toThrow('lost');
  });

  it('leaves a thread free: with three drains that hang, a fourth is reckoned by time, and later ones drain again', async () => {
    let release: () => void = () => undefined;
    const hanging = new Promise<void>(resolve => {
      release = resolve;
    });
    const three = [1, 2, 3].map(() => drainWithinReason(() => hanging, 0));
    let drained = false;
    const drain = async (): Promise<void> => {
      drained = true;
    };
    await drainWithinReason(drain, 1);
    expect(drained).toBe(false);
    release();
    await Promise.all(three);
    await drainWithinReason(drain, 1);
    expect(drained).toBe(true);
  });

  it('never drains where the pool has a single thread', async () => {
    vi.stubEnv('UV_THREADPOOL_SIZE', '1');
    let drained = false;
    await drainWithinReason(async () => {
      drained = true;
    }, 1);
    expect(drained).toBe(false);
  });
});

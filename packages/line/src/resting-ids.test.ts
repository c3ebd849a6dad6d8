import { describe, expect, it } from 'vitest';
import { RestingIds } from './resting-ids.js';

describe('the identifiers that rest', () => {
  it('rest until their answers have come or can come no more', () => {
    const resting = new RestingIds();
    resting.add(7, { label: 'a read', unit: 1 }, 100);
    resting.add(8, { label: 'a write', unit: 2 }, 200);
    expect([7, 8, 9].map(id => resting.has(id, 99.9))).toEqual([true, true, false]);
    expect([7, 8, 9].map(id => resting.has(id, 100))).toEqual([false, true, false]);
    expect(resting.claim(7, 100)).toBeUndefined();
    expect(resting.claim(8, 100)).toMatchObject({ label: 'a write', unit: 2 });
    expect(resting.claim(8, 100)).toBeUndefined();
    expect(resting.has(8, 100)).toBe(false);
  });

  it('are forgotten when their time is over, and no sooner', () => {
    const resting = new RestingIds();
    resting.add(7, { label: 'a read', unit: 1 }, 100);
    resting.add(8, { label: 'a write', unit: 2 }, 200);
    resting.expire(150);
    // Asked after at an earlier time, an identifier that is still known would be told.
    expect([7, 8].map(id => resting.claim(id, 0)?.label)).toEqual([undefined, 'a write']);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FoundRange, findRanges, type Probed, type RangeSearch } from './find-ranges.js';

interface Device {
  exists(address: number): boolean;
  unclear?: (address: number) => boolean;
  /** Most addresses that it takes at once. */
  limit?: number;
  /** No read may cross a multiple of this. */
  boundary?: number;
}

async function search(device: Device, range: Partial<RangeSearch>) {
  const asked: [address: number, count: number][] = [];
  const { exists, unclear = () => false, limit = 1e9, boundary = 1e9 } = device;
  const probe = async (address: number, count: number): Promise<Probed> => {
    asked.push([address, count]);
    const all = Array.from({ length: count }, (_, index) => address + index);
    if (all.some(unclear)) return 'unclear';
    const crosses = Math.floor(address / boundary) !== Math.floor((address + count - 1) / boundary);
    return count <= limit && !crosses && all.every(exists) ? 'there' : 'absent';
  };
  const found: FoundRange[] = [];
  const finding = findRanges({ from: 0, to: 999, most: 125, step: 1, probe, ...range });
  for (;;) {
    const { value, done } = await finding.next();
    if (done) return { found, end: value, asked };
    found.push(value);
  }
}

const within = (from: number, to: number) => (address: number) => address >= from && address <= to;
const readable = (from: number, to: number): FoundRange => ({ from, to, readable: true });

describe('the search for addresses that exist', () => {
  it('finds every run, whatever exists', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.integer({ min: 5, max: 80 })),
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 3, max: 30 }),
        async (addresses, most, limit, boundary) => {
          const exists = (address: number) => addresses.includes(address);
          const { found, asked } = await search({ exists, limit, boundary }, { from: 5, to: 80, most });
          const all = found.flatMap(({ from, to }) =>
            Array.from({ length: to - from + 1 }, (_, index) => from + index),
          );
          expect(all).toEqual(addresses.toSorted((a, b) => a - b));
          expect(
            asked.every(([address, count]) => address >= 5 && address + count <= 81 && count <= most),
          ).toBe(true);
        },
      ),
    );
  });

  it('finds runs that are as long as its steps, from their first to their last address', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 0, max: 300 }),
        fc.integer({ min: 0, max: 60 }),
        fc.integer({ min: 1, max: 40 }),
        async (step, from, more, limit) => {
          const to = from + step - 1 + more;
          const { found } = await search(
            { exists: within(from, to), limit },
            { to: 400, step: step, most: 16 },
          );
          expect(found).toEqual([readable(from, to)]);
        },
      ),
    );
  });

  it('asks little: whole reads inside a run, and bisection at its ends', async () => {
    const whole = await search({ exists: () => true }, { to: 9999 });
    expect(whole.found).toEqual([readable(0, 9999)]);
    expect(whole.asked).toHaveLength(1 + 80);
    const one = await search({ exists: within(300, 649) }, { step: 50 });
    expect(one.found).toEqual([readable(300, 649)]);
    // 13 probes of gaps, 3 whole reads, 7 + 1 for the end, 6 + 1 for the beginning.
    expect(one.asked.length).toBeLessThanOrEqual(31);
  });

  it('learns how many addresses the device takes at once', async () => {
    const { found, end, asked } = await search({ exists: () => true, limit: 16 }, { to: 1599 });
    expect(found).toEqual([readable(0, 1599)]);
    expect(end).toEqual({ limit: 16 });
    expect(asked.length).toBeLessThan(1600 / 16 + 30);
  });

  it('takes a boundary that no read may cross for neither a gap nor a limit', async () => {
    const { found, end } = await search({ exists: within(10, 299), boundary: 100 }, {});
    expect(found).toEqual([readable(10, 299)]);
    expect(end).toEqual({});
  });

  it('tells of addresses of which nobody knows anything', async () => {
    const { found } = await search({ exists: within(0, 9), unclear: within(10, 12) }, { to: 20 });
    expect(found).toEqual([readable(0, 9), { from: 10, to: 12, readable: false }]);
  });

  it('gives what is known of a run when it is ended', async () => {
    let left = 3;
    const probe = async (): Promise<Probed> => {
      left -= 1;
      if (left < 0) throw new Error('given up');
      return 'there';
    };
    const finding = findRanges({ from: 0, to: 999, most: 100, step: 1, probe });
    expect((await finding.next()).value).toEqual(readable(0, 200));
    await expect(finding.next()).rejects.toThrow('given up');
  });
});

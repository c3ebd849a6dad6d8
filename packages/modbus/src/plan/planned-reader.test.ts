import { TimeoutError } from '@bus/line';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ModbusException } from '../modbus-exception.js';
import type { ReadRange } from './plan-reads.js';
import { PlannedReader, type PlannedReaderOptions, type RangeSource } from './planned-reader.js';

const holding = (address: number, size = 1): ReadRange => ({ table: 'holding', address, size });

interface DeviceOptions {
  /** Addresses that do not exist. */
  holes?: readonly number[];
  /** Most that one request may ask for. */
  most?: number;
  /** No request may cross a multiple of it. */
  block?: number;
  /** What it does not like, it ignores. */
  ignores?: boolean;
}

/** A device in which register n holds 7n, and bit n is set where n is odd. */
class Device implements RangeSource {
  readonly asked: string[] = [];
  refused = 0;
  fault: Error | undefined;
  holes: ReadonlySet<number>;
  readonly #most: number;
  readonly #block: number;

  readonly #ignores: boolean;

  constructor({ holes = [], most = 2000, block = 65_536, ignores = false }: DeviceOptions = {}) {
    this.#ignores = ignores;
    this.holes = new Set(holes);
    this.#most = most;
    this.#block = block;
  }

  async readRegisters(address: number, size: number): Promise<number[]> {
    return this.#addresses(3, address, size).map(each => (7 * each) & 0xffff);
  }

  async readBits(address: number, size: number): Promise<boolean[]> {
    return this.#addresses(1, address, size).map(each => each % 2 === 1);
  }

  #addresses(functionCode: number, address: number, size: number): number[] {
    this.asked.push(`${address}+${size}`);
    if (this.fault !== undefined) throw this.fault;
    const all = Array.from({ length: size }, (_, index) => address + index);
    const crosses = Math.floor(address / this.#block) !== Math.floor((address + size - 1) / this.#block);
    if (size > this.#most) this.#refuse(functionCode, 3);
    if (crosses || all.some(each => this.holes.has(each))) this.#refuse(functionCode, 2);
    return all;
  }

  #refuse(functionCode: number, code: number): never {
    this.refused += 1;
    if (this.#ignores) throw new TimeoutError('no-reply', 'nothing');
    throw new ModbusException('read', functionCode, code);
  }
}

async function round(reader: PlannedReader, points: readonly ReadRange[]) {
  const readings = [];
  for await (const some of reader.read(points)) readings.push(...some);
  return readings;
}

/** What came of a point, comparable: its data, or the number of the exception. */
const outcome = ({ data, error }: { data?: readonly unknown[]; error?: unknown }): unknown =>
  data ?? (error as ModbusException).exceptionCode;

/** What reading the point alone gives. */
async function alone(device: Device, { table, address, size }: ReadRange): Promise<unknown> {
  try {
    return table === 'coil'
      ? await device.readBits(address, size)
      : await device.readRegisters(address, size);
  } catch (error) {
    return (error as ModbusException).exceptionCode;
  }
}

const scene = (device: DeviceOptions, options?: PlannedReaderOptions) => {
  const made = new Device(device);
  return { device: made, reader: new PlannedReader(made, options) };
};

describe('a reader with a plan', () => {
  it('asks once for points that stand together, and hands each its own part', async () => {
    const { device, reader } = scene({});
    const readings = await round(reader, [
      holding(12, 2),
      holding(10, 3),
      { table: 'coil', address: 3, size: 2 },
    ]);
    expect(device.asked).toEqual(['3+2', '10+4']);
    expect(readings.map(({ point, data }) => [point.address, data])).toEqual([
      [3, [true, false]],
      [10, [70, 77, 84]],
      [12, [84, 91]],
    ]);
  });

  it('finds the point that the device refuses, and asks only what is answered from then on', async () => {
    const { device, reader } = scene({ holes: [5] });
    const points = Array.from({ length: 8 }, (_, address) => holding(address));
    const first = await round(reader, points);
    expect(first.map(outcome)).toEqual([[0], [7], [14], [21], [28], 2, [42], [49]]);
    device.asked.length = 0;
    const second = await round(reader, points);
    expect(second.map(outcome)).toEqual(first.map(outcome));
    expect(device.asked).toEqual(['0+5', '6+2']);
    expect(second.map(({ asked }) => asked)).toEqual([true, true, true, true, true, false, true, true]);
  });

  it('remembers a hole between two points, and bridges others', async () => {
    const { device, reader } = scene({ holes: [3] }, { limits: { maxGap: 4 } });
    const points = [holding(0), holding(2), holding(5), holding(8)];
    await round(reader, points);
    device.asked.length = 0;
    await round(reader, points);
    expect(device.asked).toEqual(['0+3', '5+4']);
  });

  it('finds out how much a device answers at once', async () => {
    const { device, reader } = scene({ most: 30 });
    const points = Array.from({ length: 100 }, (_, address) => holding(address));
    const first = await round(reader, points);
    expect(first.map(outcome)).toEqual(points.map(({ address }) => [7 * address]));
    const before = device.refused;
    await round(reader, points);
    expect(device.refused).toBe(before);
  });

  it('asks again for what was refused when its time has come', async () => {
    let now = 0;
    const { device, reader } = scene({ holes: [1] }, { retryAfter: 1000, now: () => now });
    const points = [holding(0), holding(1), holding(2)];
    await round(reader, points);
    device.holes = new Set();
    expect((await round(reader, points)).map(outcome)).toEqual([[0], 2, [14]]);
    now = 1000;
    expect((await round(reader, points)).map(outcome)).toEqual([[0], [7], [14]]);
    device.asked.length = 0;
    await round(reader, points);
    expect(device.asked).toEqual(['0+3']);
  });

  it('asks again at once when told to forget', async () => {
    const { device, reader } = scene({ holes: [1] });
    await round(reader, [holding(1)]);
    device.holes = new Set();
    reader.forget();
    expect((await round(reader, [holding(1)])).map(outcome)).toEqual([[7]]);
  });

  it('blames all points of a request that nobody answers, and learns nothing from that', async () => {
    const { device, reader } = scene({});
    device.fault = new TimeoutError('no-reply', 'nothing');
    const points = [holding(0), holding(1)];
    expect((await round(reader, points)).map(({ error }) => error)).toEqual([device.fault, device.fault]);
    // The second request: would it answer less?
    expect(device.asked).toEqual(['0+2', '0+1']);
    await round(reader, points);
    expect(device.asked.slice(2)).toEqual(['0+2']);
    device.fault = undefined;
    expect((await round(reader, points)).map(outcome)).toEqual([[0], [7]]);
  });

  it('finds out what a device ignores instead of refusing it', async () => {
    const { device, reader } = scene({ holes: [5], most: 6, ignores: true });
    const points = Array.from({ length: 9 }, (_, address) => holding(address));
    const code = ({ data, error }: { data?: readonly unknown[]; error?: unknown }) =>
      data?.[0] ?? (error as TimeoutError).code;
    const expected = [0, 7, 14, 21, 28, 'no-reply', 42, 49, 56];
    expect((await round(reader, points)).map(code)).toEqual(expected);
    device.asked.length = 0;
    const second = await round(reader, points);
    expect(second.map(code)).toEqual(expected);
    // Silence may be an accident: the point is asked for in every round, but alone.
    expect(second.every(({ asked }) => asked)).toBe(true);
    expect(device.asked).toContain('5+1');
    expect(device.refused).toBeLessThanOrEqual(8);
    device.refused = 0;
    await round(reader, points);
    expect(device.refused).toBe(1);
  });

  it('tries another point the next time when the first one is silent as well', async () => {
    let now = 0;
    const { device, reader } = scene({ holes: [0], ignores: true }, { retryAfter: 1000, now: () => now });
    const points = [holding(0), holding(1), holding(2)];
    await round(reader, points);
    expect(device.asked).toEqual(['0+3', '0+1']);
    now = 1000;
    const readings = await round(reader, points);
    expect(readings.map(({ data }) => data)).toEqual([undefined, [7], [14]]);
  });

  it('doubts no silence of a read that was answered before', async () => {
    const { device, reader } = scene({});
    const points = [holding(0), holding(1)];
    await round(reader, points);
    device.fault = new TimeoutError('no-reply', 'nothing');
    await round(reader, points);
    expect(device.asked).toEqual(['0+2', '0+2']);
  });

  it('does not split what the device refuses for other reasons', async () => {
    const { device, reader } = scene({});
    device.fault = new ModbusException('read', 3, 1);
    expect((await round(reader, [holding(0), holding(1)])).map(outcome)).toEqual([1, 1]);
    expect(device.asked).toEqual(['0+2']);
  });

  it('gives in every round what each point gives alone, and asks in the end nothing that is refused', async () => {
    const range = fc.record({
      table: fc.constantFrom('coil' as const, 'holding' as const),
      address: fc.nat(60),
      size: fc.integer({ min: 1, max: 6 }),
    });
    const limits = fc.record({ maxGap: fc.nat(8), maxRegisters: fc.integer({ min: 6, max: 60 }) });
    const device = fc.record({
      holes: fc.array(fc.nat(66), { maxLength: 8 }),
      most: fc.integer({ min: 1, max: 70 }),
      block: fc.integer({ min: 2, max: 100 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(range, { maxLength: 25 }), limits, device, async (points, limit, what) => {
        const lone = new Device(what);
        const expected = new Map<ReadRange, unknown>();
        for (const point of points) expected.set(point, await alone(lone, point));
        const { device: asked, reader } = scene(what, { limits: limit, now: () => 0 });
        for (let rounds = 0; rounds < 40; rounds += 1) {
          asked.refused = 0;
          const readings = await round(reader, points);
          expect(readings).toHaveLength(points.length);
          for (const reading of readings) expect(outcome(reading)).toEqual(expected.get(reading.point));
        }
        expect(asked.refused).toBe(0);
      }),
      { numRuns: 300 },
    );
  });
});

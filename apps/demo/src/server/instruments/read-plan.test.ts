import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RegisterPoint } from '../settings/server-settings.js';
import { readPlan } from './read-plan.js';
import { widthOf } from './register-point.js';

const register = (address: number, type: RegisterPoint['type'] = 'uint16'): RegisterPoint => ({
  id: `at${address}`,
  table: 'holding',
  address,
  type,
});
const shape = (points: RegisterPoint[]) => readPlan(points).map(({ start, quantity }) => [start, quantity]);

describe('points are read', () => {
  it('together where they adjoin or overlap', () => {
    expect(shape([register(3), register(0, 'float64'), register(4), register(2, 'int32')])).toEqual([[0, 5]]);
  });

  it('apart where an address between them was not asked for', () => {
    expect(shape([register(0), register(2)])).toEqual([
      [0, 1],
      [2, 1],
    ]);
  });

  it('in as many requests as their number needs, none torn apart', () => {
    const many = Array.from({ length: 70 }, (_, index) => register(2 * index, 'float32'));
    expect(shape(many)).toEqual([
      [0, 124],
      [124, 16],
    ]);
  });

  it('each exactly once, within requests that devices take, whatever they are', () => {
    const anyPoint = fc.record({
      table: fc.constantFrom('holding', 'input', 'coil', 'discrete'),
      address: fc.nat(3000),
      type: fc.constantFrom('uint16', 'int32', 'float64'),
    });
    fc.assert(
      fc.property(fc.array(anyPoint, { maxLength: 200 }), drawn => {
        const points = drawn.map((point, index) => ({ ...point, id: `${index}` }) as RegisterPoint);
        const reads = readPlan(points);
        const all = reads.flatMap(read => read.points.map(point => ({ read, point })));
        expect(all.map(({ point }) => point.id).sort()).toEqual(points.map(({ id }) => id).sort());
        for (const { read, point } of all) {
          expect(read.table).toBe(point.table);
          expect(point.address).toBeGreaterThanOrEqual(read.start);
          expect(point.address + widthOf(point)).toBeLessThanOrEqual(read.start + read.quantity);
        }
        for (const { table, quantity } of reads)
          expect(quantity).toBeLessThanOrEqual(table === 'holding' || table === 'input' ? 125 : 2000);
      }),
    );
  });
});

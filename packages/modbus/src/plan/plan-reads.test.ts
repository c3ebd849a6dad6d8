import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planReads, type ReadLimits, type ReadRange } from './plan-reads.js';
import { Refusals } from './refusals.js';

const holding = (address: number, size = 1): ReadRange => ({ table: 'holding', address, size });
const coil = (address: number, size = 1): ReadRange => ({ table: 'coil', address, size });
const said = (points: ReadRange[], limits?: ReadLimits, refusals?: Refusals): string[] =>
  planReads(points, limits, refusals).map(
    ({ table, address, size, points: { length } }) => `${table} ${address}+${size}: ${length}`,
  );

describe('a plan of reads', () => {
  it('reads what is adjacent or overlaps in one request, whatever the order', () => {
    expect(said([holding(12, 2), holding(10, 2), holding(11, 1)])).toEqual(['holding 10+4: 3']);
  });

  it('reads each table by itself', () => {
    expect(said([holding(1), coil(0), coil(1)])).toEqual(['coil 0+2: 2', 'holding 1+1: 1']);
  });

  it('bridges gaps only where that is allowed, and no longer ones', () => {
    const points = [holding(0), holding(4), holding(9)];
    expect(said(points)).toEqual(['holding 0+1: 1', 'holding 4+1: 1', 'holding 9+1: 1']);
    expect(said(points, { maxGap: 3 })).toEqual(['holding 0+5: 2', 'holding 9+1: 1']);
    expect(said(points, { maxGap: 4 })).toEqual(['holding 0+10: 3']);
  });

  it('leaves a point that reaches beyond the table to itself, so that the others are read', () => {
    const points = [holding(65_530, 2), holding(65_532, 3), holding(65_535, 2)];
    expect(said(points, { maxGap: 10 })).toEqual(['holding 65530+5: 2', 'holding 65535+2: 1']);
  });

  it('begins another request where the device takes no more, and cuts no point', () => {
    const points = [holding(0, 3), holding(3, 2), holding(5, 1)];
    expect(said(points, { maxRegisters: 4 })).toEqual(['holding 0+3: 1', 'holding 3+3: 2']);
    expect(said([holding(0, 125), holding(125)])).toEqual(['holding 0+125: 1', 'holding 125+1: 1']);
    expect(said([coil(0, 1999), coil(1999), coil(2000)])).toEqual(['coil 0+2000: 2', 'coil 2000+1: 1']);
    expect(said([coil(0, 5), coil(5, 5)], { maxBits: 8 })).toEqual(['coil 0+5: 1', 'coil 5+5: 1']);
  });

  it('refuses a point that no request can hold', () => {
    expect(() => said([holding(0, 5)], { maxRegisters: 4 })).toThrow(
      expect.objectContaining({ code: 'bad-argument', message: expect.stringContaining('at most 4') }),
    );
    expect(() => said([holding(0, 126)])).toThrow('at most 125');
  });

  it('keeps clear of holes and borders until they may be tried again', () => {
    let now = 0;
    const refusals = new Refusals({ retryAfter: 100, retryAtMost: 150, now: () => now });
    const points = [0, 1, 2, 3].map(address => holding(address));
    refusals.addHole(holding(1), new Error('no'));
    expect(said(points, {}, refusals)).toEqual(['holding 0+1: 1', 'holding 1+1: 1', 'holding 2+2: 2']);
    refusals.addBorder('holding', 3);
    expect(said(points, {}, refusals).slice(2)).toEqual(['holding 2+1: 1', 'holding 3+1: 1']);
    now = 100;
    expect(said(points, {}, refusals)).toEqual(['holding 0+4: 4']);
    // Refused again: longer, but no longer than told.
    refusals.addHole(holding(1), new Error('no'));
    now = 249;
    expect(refusals.refused(holding(1))).toMatchObject({ error: { message: 'no' } });
    expect(said(points, {}, refusals)).toHaveLength(3);
    now = 250;
    expect(refusals.refused(holding(1))).toBeUndefined();
    expect(said(points, {}, refusals)).toHaveLength(1);
  });

  it('forgets what an answer has disproved, and only that', () => {
    const refusals = new Refusals({ now: () => 0 });
    refusals.addHole(holding(1));
    refusals.addHole(coil(1));
    refusals.addBorder('holding', 3);
    refusals.answered(holding(0, 3), 2);
    expect(refusals.size).toBe(2);
    refusals.answered(holding(2, 2), 3);
    expect(refusals.size).toBe(1);
  });

  it('holds each point once, whole, within the limits, and reads no gap that is too long', () => {
    const range = fc.record({
      table: fc.constantFrom('coil' as const, 'holding' as const),
      address: fc.nat(300),
      size: fc.integer({ min: 1, max: 8 }),
    });
    const limits = fc.record({
      maxRegisters: fc.integer({ min: 8, max: 130 }),
      maxBits: fc.integer({ min: 8, max: 40 }),
      maxGap: fc.nat(6),
    });
    fc.assert(
      fc.property(fc.array(range, { maxLength: 60 }), limits, (points, limit) => {
        const plan = planReads(points, limit);
        expect(plan.flatMap(read => read.points)).toHaveLength(points.length);
        expect(new Set(plan.flatMap(read => read.points))).toEqual(new Set(points));
        for (const read of plan) {
          expect(read.size).toBeLessThanOrEqual(
            read.table === 'coil' ? limit.maxBits : Math.min(125, limit.maxRegisters),
          );
          let end = read.address;
          for (const { table, address, size } of read.points) {
            expect(table).toBe(read.table);
            expect(address).toBeGreaterThanOrEqual(read.address);
            expect(address - end).toBeLessThanOrEqual(limit.maxGap);
            end = Math.max(end, address + size);
          }
          expect(end).toBe(read.address + read.size);
        }
      }),
    );
  });
});

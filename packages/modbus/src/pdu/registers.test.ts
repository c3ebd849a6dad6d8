import { UsageError } from '@bus/line';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { putRegisters, registerBytes, registersAt } from './registers.js';

describe('registers', () => {
  it('stand high byte first, wherever they are put', () => {
    const registers = [0, 1, 0x1234, 0x8000, 0xffff];
    const bytes = Uint8Array.of(0xee, 0, 0, 0, 1, 0x12, 0x34, 0x80, 0, 0xff, 0xff);
    const target = Uint8Array.of(0xee, ...new Uint8Array(10));
    putRegisters(target, 1, registers);
    expect(target).toEqual(bytes);
    expect(registerBytes(registers)).toEqual(bytes.slice(1));
    expect(registersAt(bytes, 1, 5)).toEqual(registers);
  });

  it('are read wherever they stand, however many there are', () => {
    const places = fc.record({ at: fc.nat(9), count: fc.nat(200), behind: fc.nat(60) });
    fc.assert(
      fc.property(places, fc.infiniteStream(fc.nat(65_535)), ({ at, count, behind }, values) => {
        const registers = [...values.take(count)];
        const bytes = new Uint8Array(at + 2 * count + behind).fill(0xee);
        putRegisters(bytes, at, registers);
        expect(registersAt(bytes, at, count)).toEqual(registers);
      }),
    );
  });

  it('of one reading stay as they are when others are read', () => {
    const bytes = registerBytes(Array.from({ length: 125 }, (_, index) => 500 * index));
    const earlier = registersAt(bytes, 0, 125);
    const asTheyWere = [...earlier];
    registersAt(bytes.reverse(), 0, 125);
    expect(earlier).toEqual(asTheyWere);
  });

  it.each([-1, 65_536, 1.5, Number.NaN, 2 ** 32])('are not %d', value => {
    expect(() => registerBytes([0, value])).toThrow(UsageError);
    expect(() => registerBytes([0, value])).toThrow('register 1');
  });
});

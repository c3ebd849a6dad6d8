import { describe, expect, it } from 'vitest';
import { decodeValue, encodeValue } from './value.js';
import type { ValueSpec } from './value-spec.js';

describe('raw values that mean "no data"', () => {
  const cases: [ValueSpec, number[]][] = [
    [{ type: 'int16', sentinels: [0x8000] }, [0x8000]],
    [{ type: 'int16', sentinels: [-32_768], decimals: 1 }, [0x8000]],
    [{ type: 'uint16', sentinels: [0xffff, 0] }, [0xffff]],
    [{ type: 'uint32', sentinels: [0xffffffff], order: 'CDAB' }, [0xffff, 0xffff]],
    [{ type: 'int32', sentinels: [0x80000000], order: 'CDAB' }, [0, 0x8000]],
    [{ type: 'uint64', sentinels: [0xffffffffffffffffn] }, [0xffff, 0xffff, 0xffff, 0xffff]],
    [{ type: 'float32', sentinels: [0xffffffff] }, [0xffff, 0xffff]],
    [{ type: 'bcd16', sentinels: [0xffff] }, [0xffff]],
  ];

  it.each(cases)('are read as NaN, and NaN is written as the first of them: %o', (spec, registers) => {
    expect(decodeValue(registers, spec)).toBeNaN();
    expect(encodeValue(Number.NaN, spec)).toEqual(registers);
  });

  it('are all recognised, and nothing else', () => {
    const spec = { type: 'uint16', sentinels: [0xffff, 0x7fff] } as const;
    expect(decodeValue([0x7fff, 0x8000, 0xffff], { ...spec, count: 3 })).toEqual([
      Number.NaN,
      0x8000,
      Number.NaN,
    ]);
  });

  it('are not written by accident', () => {
    expect(() => encodeValue(-32_768, { type: 'int16', sentinels: [0x8000] })).toThrow('means "no data"');
    expect(() => encodeValue(6553.5, { type: 'uint16', decimals: 1, sentinels: [0xffff] })).toThrow(
      'no data',
    );
    expect(() => encodeValue(Number.NaN, { type: 'uint16' })).toThrow(
      expect.objectContaining({ code: 'bad-argument' }),
    );
  });
});

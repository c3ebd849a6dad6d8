import { describe, expect, it } from 'vitest';
import { type Explanation, explain } from './explain.js';

const find = (rows: Explanation[], type: string, order: string): Explanation | undefined =>
  rows.find(row => row.type === type && row.order === order);

describe('the explanation of registers', () => {
  it('shows two registers under every type of that width, in four orders', () => {
    const rows = explain([0x0000, 0x3f80]);
    expect(find(rows, 'float32', 'CDAB')).toEqual({ type: 'float32', order: 'CDAB', value: 1, text: '1' });
    expect(find(rows, 'uint32', 'ABCD')?.value).toBe(16_256);
    expect(find(rows, 'uint32', 'DCBA')?.value).toBe(0x803f0000);
    expect(rows.filter(({ type }) => type === 'int32')).toHaveLength(4);
    expect(rows.some(({ type }) => type === 'uint16' || type === 'bits')).toBe(false);
  });

  it('shows one register with its bits, and only the two orders that differ', () => {
    const rows = explain([0xfffb]);
    expect(find(rows, 'int16', 'ABCD')?.text).toBe('-5');
    expect(find(rows, 'bits', 'ABCD')?.text).toBe('1111 1111 1111 1011');
    expect(rows.map(({ order }) => order)).not.toContain('CDAB');
    expect(find(rows, 'float16', 'ABCD')).toMatchObject({ value: 'NaN', text: 'NaN (FFFB)' });
    expect(find(explain([0xa64c]), 'float16', 'BADC')).toMatchObject({ value: 18.59375, text: '18.6' });
  });

  it('leaves out what cannot be: BCD with a digit above 9, unprintable texts', () => {
    expect(find(explain([0x12a4]), 'bcd16', 'ABCD')).toBeUndefined();
    expect(find(explain([0x1234]), 'bcd16', 'ABCD')?.text).toBe('1234');
    expect(explain([0x0141]).some(({ type }) => type === 'string')).toBe(false);
  });

  it('shows texts of any length, and encodings only where they differ', () => {
    const rows = explain([0x4142, 0x4344, 0x4546, 0x4748, 0x2020]);
    expect(rows).toEqual([
      { type: 'string', order: 'ABCD', encoding: 'ascii', value: 'ABCDEFGH', text: '"ABCDEFGH"' },
      { type: 'string', order: 'BADC', encoding: 'ascii', value: 'BADCFEHG', text: '"BADCFEHG"' },
    ]);
    const degrees = explain([0xc2b0, 0x4320]).filter(({ type }) => type === 'string');
    expect(degrees.map(({ text }) => text)).toEqual(['"Â°C"', '"°C"', expect.anything()]);
  });

  it('can be written as JSON without loss', () => {
    for (const registers of [
      [0x8000, 0],
      [0x7fc1, 0x2345],
      [0x7f80, 0],
      [0xffff, 0xffff, 0xffff, 0xffff],
      [1, 2, 3],
    ]) {
      const rows = explain(registers);
      expect(JSON.parse(JSON.stringify(rows))).toEqual(rows);
    }
    expect(find(explain([0xffff, 0xffff, 0xffff, 0xffff]), 'uint64', 'ABCD')?.value).toBe(
      '18446744073709551615',
    );
    expect(find(explain([0x8000, 0]), 'float32', 'ABCD')?.value).toBe('-0');
    expect(find(explain([0x7fc1, 0x2345]), 'float32', 'ABCD')).toMatchObject({
      value: 'NaN',
      text: 'NaN (7FC12345)',
    });
    expect(find(explain([0x4194, 0xcccd]), 'float32', 'ABCD')?.text).toBe('18.6');
  });

  it('is refused for what are no registers', () => {
    expect(() => explain([70_000])).toThrow(expect.objectContaining({ code: 'bad-argument' }));
    expect(() => explain([])).toThrow(expect.objectContaining({ code: 'bad-argument' }));
  });
});

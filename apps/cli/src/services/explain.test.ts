import { describe, expect, it } from 'vitest';
import { explainBytes } from './explain.js';

const best = async (...bytes: string[]) => {
  const { groups } = await explainBytes({ bytes });
  return groups[0]!.rows.find(({ guess }) => guess === 'best');
};

describe('explaining registers', () => {
  it('shows them in every type and order', async () => {
    const { groups } = await explainBytes({ bytes: ['41', 'AE', '56', '52'] });
    expect(groups).toHaveLength(1);
    expect(groups[0]).toMatchObject({ registers: [0x41ae, 0x5652], bytes: '41 AE 56 52' });
    expect(groups[0]!.rows).toContainEqual(
      expect.objectContaining({ type: 'uint32', order: 'ABCD', value: 1101944402 }),
    );
  });

  it.each([
    [['41', 'AE', '56', '52'], { type: 'float32', order: 'ABCD' }],
    [['0000', '3F80'], { type: 'float32', order: 'CDAB', value: 1 }],
    [['0000 0007'], { type: 'uint32', order: 'ABCD', value: 7 }],
    [['0x0007', '0x0000'], { type: 'uint32', order: 'CDAB', value: 7 }],
    [['FFFFFFF6'], { type: 'int32', order: 'ABCD', value: -10 }],
    [['5365 7269 616C 2031'], { type: 'string', order: 'ABCD', value: 'Serial 1' }],
    [['0304'], { type: 'uint16', order: 'ABCD', value: 772 }],
    [['2E66'], { type: 'float16', order: 'ABCD', text: '0.1' }],
    [['4900'], { type: 'uint16', order: 'BADC', value: 73 }],
    [['40091EB851EB851F'], { type: 'float64', order: 'ABCD', value: 3.14 }],
  ])('marks what %j probably is', async (bytes, meant) => {
    expect(await best(...bytes)).toMatchObject(meant);
  });

  it.each([
    [{ bytes: ['4242'], registers: [1] }, 'give bytes or --registers, not both'],
    [{ bytes: ['16814', '22098'] }, "'16814' is not made of bytes of two digits"],
    [{ bytes: ['772'] }, "'772' is not made of bytes of two digits"],
    [{ bytes: ['41'] }, '1 byte makes no whole register of two'],
  ])('refuses %j, which may have been meant otherwise', async (options, message) => {
    await expect(explainBytes(options)).rejects.toThrow(message);
  });

  it('takes registers in decimal, and groups', async () => {
    const { groups } = await explainBytes({ bytes: [], registers: [0, 0x3f80, 0, 7], each: 2 });
    expect(groups.map(({ first, bytes }) => [first, bytes])).toEqual([
      [0, '00 00 3F 80'],
      [2, '00 00 00 07'],
    ]);
  });

  it('refuses what makes no registers', async () => {
    await expect(explainBytes({ bytes: ['41', 'AE', '56'] })).rejects.toThrow(
      '3 bytes make no whole registers',
    );
    await expect(explainBytes({ bytes: ['xy'] })).rejects.toThrow("'xy' is no hexadecimal number");
    await expect(explainBytes({ bytes: [] })).rejects.toThrow('no bytes');
    await expect(explainBytes({ bytes: ['00010002'], each: 4 })).rejects.toThrow('no whole groups');
  });
});

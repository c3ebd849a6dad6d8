import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CharacterFormat } from './character-format.js';
import { hearAs } from './hear-as.js';

const format = (baudRate: number, parity: CharacterFormat['parity'] = 'none', dataBits: 7 | 8 = 8) =>
  ({ baudRate, parity, dataBits, stopBits: 1 }) satisfies CharacterFormat;
const n1 = format(9600);

describe('the model of a receiver', () => {
  it('hears what was sent when both ends agree, or nearly so', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 20 }),
        fc.constantFrom<CharacterFormat['parity']>('none', 'even', 'odd'),
        fc.constantFrom(9300, 9600, 9900),
        (bytes, parity, baudRate) => {
          const heard = hearAs(bytes, { sent: format(baudRate, parity), heard: format(9600, parity) });
          expect(heard).toEqual([...bytes].map(byte => ({ byte, framingError: false, parityError: false })));
        },
      ),
    );
  });

  it('takes a parity bit that it does not expect for the stop bit', () => {
    // 01 has one bit set: the even parity bit is 1, and passes for a stop bit. That of 03 is 0.
    const heard = hearAs(Uint8Array.of(1, 3), { sent: format(9600, 'even'), heard: n1 });
    expect(heard[0]).toMatchObject({ byte: 1, framingError: false });
    expect(heard[1]).toMatchObject({ byte: 3, framingError: true });
  });

  it('hears each bit twice at double the speed', () => {
    const [first] = hearAs(Uint8Array.of(0b1111_1010), { sent: n1, heard: format(19_200) });
    // The second half of the start bit, then 0 0, 1 1, 0 0 and the first half of the fourth bit.
    expect(first).toMatchObject({ byte: 0b1001_1000, framingError: false });
  });

  it('hears nothing but errors and rubbish with A and B swapped', () => {
    const request = Uint8Array.of(1, 3, 1, 0x21, 0, 1, 0xd5, 0xfc);
    const heard = hearAs(request, { sent: n1, heard: n1, inverted: true });
    expect(heard.length).toBeGreaterThan(0);
    expect(heard.map(({ byte }) => byte)).not.toEqual([...request]);
    expect(hearAs(new Uint8Array(0), { sent: n1, heard: n1, inverted: true })).toEqual([]);
  });
});

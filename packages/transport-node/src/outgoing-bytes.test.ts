import { expect, test } from 'vitest';
import { OutgoingBytes } from './outgoing-bytes.js';

const counting = (length: number) => Uint8Array.from({ length }, (_, index) => index + length);

test('what is written is a Buffer with the same bytes, whatever was written before', () => {
  const outgoing = new OutgoingBytes();
  for (const length of [12, 12, 3, 512, 1, 12]) {
    const written = outgoing.of(counting(length));
    expect(written).toBeInstanceOf(Buffer);
    expect([...written]).toEqual([...counting(length)]);
  }
});

test('what is longer than its room is written as it is', () => {
  const long = counting(513);
  expect(new OutgoingBytes().of(long)).toBe(long);
});

test('two of them share nothing', () => {
  const one = new OutgoingBytes().of(counting(4));
  new OutgoingBytes().of(counting(5));
  expect([...one]).toEqual([...counting(4)]);
});

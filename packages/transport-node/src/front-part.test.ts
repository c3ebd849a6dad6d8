import { expect, it } from 'vitest';
import { FrontPart } from './front-part.js';

it('the first bytes of a buffer are a view that is made anew for another length or another buffer only', () => {
  const part = new FrontPart();
  const [one, other] = [Uint8Array.of(1, 2, 3), Uint8Array.of(4, 5, 6)];
  const first = part.of(one, 2);
  expect([...first]).toEqual([1, 2]);
  expect(part.of(one, 2)).toBe(first);
  expect([...part.of(one, 3)]).toEqual([1, 2, 3]);
  expect([...part.of(other, 3)]).toEqual([4, 5, 6]);
  expect([...part.of(other, 0)]).toEqual([]);
});

import { expect, it } from 'vitest';
import { decimalsOf } from './point-check.js';

it('decimals are those of the digits, with or without an exponent', () => {
  expect([0, 95, -1.5, 0.29, 1e21, 1.25e-7, 1e-7].map(decimalsOf)).toEqual([0, 0, 1, 2, 0, 9, 7]);
});

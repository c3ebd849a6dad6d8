import { expect, it } from 'vitest';
import { withToldUnit } from './with-told-unit.js';

it('a point has the unit that its instrument told with the values, and otherwise its own', () => {
  const point = { id: 'input0', unit: 'mV' };
  expect(withToldUnit(point, { units: { input0: 'V' } })).toEqual({ id: 'input0', unit: 'V' });
  expect(withToldUnit(point, { units: { input1: 'V' } })).toBe(point);
  expect(withToldUnit(point, {})).toBe(point);
  expect(withToldUnit(point, undefined)).toBe(point);
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { families } from '../families/index.js';
import { allOf, bitsOf, maskOf, packDigital, unpackDigital } from './digital-state.js';

const digital = families.flatMap(({ digital: features, name }) => (features ? [{ ...features, name }] : []));

describe('digital layouts', () => {
  it.each(digital)('of the $name hold every state of all inputs and outputs', features => {
    fc.assert(
      fc.property(fc.nat(allOf(features.outputs)), fc.nat(allOf(features.inputs)), (outputs, inputs) => {
        const { first, second } = packDigital(features.layout, { outputs, inputs });
        expect(unpackDigital(features.layout, first, second)).toEqual({ outputs, inputs });
      }),
    );
  });

  it('masks and booleans are the same', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 16 }), bits => {
        expect(bitsOf(maskOf(bits), bits.length)).toEqual(bits);
      }),
    );
  });
});

import { UsageError } from '@bus/line';
import type { ElementCodec } from './element-codec.js';
import type { ValueSpec } from './value-spec.js';

/** The sixteen bits of a register as booleans, the least significant first. */
export const bitsCodec: ElementCodec = {
  registers: 1,
  decode: ([word]) => Array.from({ length: 16 }, (_, bit) => ((word! >> bit) & 1) === 1),
  encode(value) {
    if (!Array.isArray(value) || value.length !== 16 || !value.every(bit => typeof bit === 'boolean'))
      throw new UsageError('the bits of a register are written as an array of 16 booleans');
    return [value.reduce<number>((word, on, bit) => (on ? word | (1 << bit) : word), 0)];
  },
};

/** One bit of a register. Encoded, it is a register whose other bits are 0: `bitMasks` says how it is written. */
export function bitCodec({ bit }: ValueSpec): ElementCodec {
  if (bit === undefined || !Number.isInteger(bit) || bit < 0 || bit > 15)
    throw new UsageError(`bit must say which bit of the register is meant, 0 to 15, not ${bit}`);
  return {
    registers: 1,
    decode: ([word]) => ((word! >> bit) & 1) === 1,
    encode(value) {
      if (typeof value !== 'boolean') throw new UsageError(`a bit is true or false, not ${typeof value}`);
      return [value ? 1 << bit : 0];
    },
  };
}

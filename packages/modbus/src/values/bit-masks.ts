import { UsageError } from '@bus/line';
import type { MaskWriteRegister } from '../pdu/mask-write-register.js';
import { encodeValue } from './value.js';
import type { InputOf, ValueSpec } from './value-spec.js';

/**
 * The masks with which function 22 changes one bit of a register, and leaves the others as they are.
 *
 * @param state what the bit becomes; an array of one where the spec has a `count` of 1.
 * @param spec of the type `bit`; `bit` is 0 (the least significant one) to 15, counted in the spec's byte order.
 * @throws {UsageError} the spec is not that of one bit, or the state is no boolean.
 *
 * @example bitMasks(true, { type: 'bit', bit: 3 }) // { andMask: 0xfff7, orMask: 0x0008 }
 */
export function bitMasks<const S extends ValueSpec & { type: 'bit' }>(
  state: InputOf<S>,
  spec: S,
): Pick<MaskWriteRegister, 'andMask' | 'orMask'> {
  const { count: _, ...one } = spec as ValueSpec;
  const [orMask, ...others] = encodeValue(state as InputOf<ValueSpec>, spec as ValueSpec);
  if (spec.type !== 'bit' || orMask === undefined || others.length > 0) {
    throw new UsageError('one bit of one register is written at a time', {
      hint: "Write each bit by itself, or the whole registers as type 'bits' or 'uint16'.",
    });
  }
  const [place] = encodeValue(true, one);
  return { andMask: 0xffff & ~place!, orMask };
}

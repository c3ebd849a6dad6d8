import type { ElementCodec } from './element-codec.js';
import { numericInput } from './numeric-input.js';
import { scalingOf } from './scaling.js';
import type { ValueSpec } from './value-spec.js';
import type { TypeTraits } from './value-types.js';
import { toRawValue } from './whole-number.js';

/** Whole numbers of 16 to 64 bits in two's complement, with or without a sign, scaled or not. */
export function integerCodec(spec: ValueSpec, { registers, signed }: TypeTraits): ElementCodec {
  const bits = 16 * registers;
  const scaling = scalingOf(spec);
  const format = {
    name: `${spec.type}${scaling === undefined ? '' : ' with this scaling'}`,
    min: signed ? -(1n << BigInt(bits - 1)) : 0n,
    max: (1n << BigInt(signed ? bits - 1 : bits)) - 1n,
    scaling,
    exact: spec.exact ?? !isScaled(spec),
  };
  const decodeRaw = registers <= 3 ? toNumber : toBigInt;
  return {
    registers,
    decode(words) {
      const raw = decodeRaw(words, signed);
      return scaling === undefined ? raw : scaling.toValue(raw);
    },
    encode: value => toWords(toRawValue(numericInput(value), format), registers),
  };
}

/** Was any scaling asked for? Then values are rounded. */
export const isScaled = ({ decimals, scale, offset }: ValueSpec): boolean =>
  decimals !== undefined || scale !== undefined || offset !== undefined;

/** Up to 48 bits, all of which a number holds. */
function toNumber(words: readonly number[], signed: boolean): number {
  let value = 0;
  for (const word of words) value = value * 0x10000 + word;
  return signed && words[0]! >= 0x8000 ? value - 0x10000 ** words.length : value;
}

function toBigInt(words: readonly number[], signed: boolean): bigint {
  const value = unsignedValue(words);
  return signed ? BigInt.asIntN(16 * words.length, value) : value;
}

/** The registers as one unsigned number. */
export function unsignedValue(words: readonly number[]): bigint {
  let value = 0n;
  for (const word of words) value = (value << 16n) | BigInt(word);
  return value;
}

/** A whole number in two's complement, cut to `registers` registers. */
export function toWords(value: bigint, registers: number): number[] {
  const words: number[] = [];
  for (let shift = 16 * (registers - 1); shift >= 0; shift -= 16)
    words.push(Number((value >> BigInt(shift)) & 0xffffn));
  return words;
}

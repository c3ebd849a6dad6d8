import { UsageError } from '@bus/line';
import { checkInteger } from '../pdu/checks.js';
import { bcdCodec } from './bcd.js';
import { bitCodec, bitsCodec } from './bits.js';
import { reorder, reorderText } from './byte-order.js';
import { checkSpec } from './check-spec.js';
import type { ElementCodec } from './element-codec.js';
import { floatCodec } from './float.js';
import { integerCodec } from './integer.js';
import { withSentinels } from './sentinels.js';
import { stringCodec } from './string.js';
import type { InputOf, ValueOf, ValueSpec } from './value-spec.js';
import { type TypeTraits, VALUE_TYPES } from './value-types.js';

/**
 * How many registers a value takes.
 *
 * @throws {UsageError} the spec makes no sense.
 *
 * @example registersOf({ type: 'float32', count: 3 }) // 6
 */
export function registersOf(spec: ValueSpec): number {
  return codecOf(spec).registers * (spec.count ?? 1);
}

/**
 * The value that registers hold. There must be exactly as many as `registersOf` says.
 *
 * @throws {UsageError} the spec makes no sense, or these are not its registers.
 * @throws {RegisterContentError} the registers mean nothing in this type, such as a BCD digit above 9.
 *
 * @example decodeValue([0x3f80, 0x0000], { type: 'float32' }) // 1
 * @example decodeValue([0x0000, 0x3f80], { type: 'float32', order: 'CDAB' }) // 1
 * @example decodeValue([0xfffb], { type: 'int16', decimals: 1 }) // -0.5
 */
export function decodeValue<const S extends ValueSpec>(registers: readonly number[], spec: S): ValueOf<S> {
  const codec = codecOf(spec);
  const width = codec.registers;
  const count = spec.count ?? 1;
  checkRegisters(registers, width * count, spec);
  if (spec.count === undefined) return codec.decode(registers) as ValueOf<S>;
  const values: unknown[] = [];
  for (let start = 0; start < registers.length; start += width)
    values.push(codec.decode(registers.slice(start, start + width)));
  return values as ValueOf<S>;
}

/**
 * The registers that hold a value.
 *
 * @throws {UsageError} the spec makes no sense, or the value does not fit it.
 *
 * @example encodeValue(77.2, { type: 'uint16', decimals: 1 }) // [772]
 * @example encodeValue([1, 2], { type: 'uint32', order: 'CDAB', count: 2 }) // [1, 0, 2, 0]
 */
export function encodeValue<const S extends ValueSpec>(value: InputOf<S>, spec: S): number[] {
  const codec = codecOf(spec);
  if (spec.count === undefined) return codec.encode(value);
  if (!Array.isArray(value) || value.length !== spec.count) {
    const given = Array.isArray(value) ? value.length : typeof value;
    throw new UsageError(`an array of ${spec.count} values was expected, not ${given}`);
  }
  return value.flatMap(each => codec.encode(each));
}

/** The codec of one element, in its byte order. */
function codecOf(spec: ValueSpec): ElementCodec {
  checkSpec(spec);
  const { order = 'ABCD' } = spec;
  const codec = withSentinels(elementCodec(spec), spec.sentinels);
  if (order === 'ABCD') return codec;
  const arrange = spec.type === 'string' ? reorderText : reorder;
  return {
    registers: codec.registers,
    decode: registers => codec.decode(arrange(registers, order)),
    encode: value => arrange(codec.encode(value), order),
  };
}

function elementCodec(spec: ValueSpec): ElementCodec {
  const traits: TypeTraits = VALUE_TYPES[spec.type];
  switch (traits.kind) {
    case 'integer':
      return integerCodec(spec, traits);
    case 'bcd':
      return bcdCodec(spec, traits);
    case 'float':
      return floatCodec(spec, traits);
    case 'string':
      return stringCodec(spec);
    case 'bits':
      return bitsCodec;
    case 'bit':
      return bitCodec(spec);
  }
}

function checkRegisters(registers: readonly number[], expected: number, spec: ValueSpec): void {
  if (registers.length !== expected) {
    throw new UsageError(`${spec.type} takes ${expected} registers here, not ${registers.length}`);
  }
  for (const [index, register] of registers.entries()) checkInteger(`register ${index}`, register, 0, 0xffff);
}

export { bitMasks } from './bit-masks.js';
export {
  BYTE_ORDERS,
  BYTEORDER_BIG,
  BYTEORDER_BIG_SWAP,
  BYTEORDER_LITTLE,
  BYTEORDER_LITTLE_SWAP,
  type ByteOrder,
} from './byte-order.js';
export { fromRegister, MAX_DECIMALS, type RegisterFormat, toRegister } from './decimal.js';
export { type Explanation, explain } from './explain.js';
export { RegisterContentError } from './register-content-error.js';
export { shortestFloat16, shortestFloat32 } from './shortest-float.js';
export {
  type FloatWriteOptions,
  type LayoutOptions,
  type LongOptions,
  type ReadFloatOptions,
  type ReadLongOptions,
  readFloat,
  readFloats,
  readLong,
  type WriteLongOptions,
  writeFloat,
  writeFloats,
  writeLong,
} from './unit-numbers.js';
export {
  type ReadStringOptions,
  readString,
  type StringOptions,
  type WriteStringOptions,
  writeString,
} from './unit-strings.js';
export { type ReadValueOptions, type RegisterAccess, readValue, writeValue } from './unit-values.js';
export { decodeValue, encodeValue, registersOf } from './value.js';
export type {
  InputOf,
  NumericInput,
  StringEncoding,
  StringTrim,
  Value,
  ValueOf,
  ValueSpec,
} from './value-spec.js';
export { DEFAULT_STRING_REGISTERS, type TypeTraits, VALUE_TYPES, type ValueType } from './value-types.js';

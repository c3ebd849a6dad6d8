/** What a type is made of. */
export interface TypeTraits {
  readonly kind: 'integer' | 'bcd' | 'float' | 'string' | 'bits' | 'bit';
  /** Registers of one value; for a string those that it has by default. */
  readonly registers: number;
  readonly signed: boolean;
}

const integer = (registers: number, signed: boolean): TypeTraits => ({ kind: 'integer', registers, signed });
const bcd = (registers: number): TypeTraits => ({ kind: 'bcd', registers, signed: false });
const float = (registers: number): TypeTraits => ({ kind: 'float', registers, signed: true });

/** Registers of a string whose length is not given. */
export const DEFAULT_STRING_REGISTERS = 16;

/** Every type that registers are read and written as. */
export const VALUE_TYPES = {
  int16: integer(1, true),
  uint16: integer(1, false),
  int32: integer(2, true),
  uint32: integer(2, false),
  int48: integer(3, true),
  uint48: integer(3, false),
  int64: integer(4, true),
  uint64: integer(4, false),
  float16: float(1),
  float32: float(2),
  float64: float(4),
  bcd16: bcd(1),
  bcd32: bcd(2),
  bcd48: bcd(3),
  bcd64: bcd(4),
  string: { kind: 'string', registers: DEFAULT_STRING_REGISTERS, signed: false },
  bits: { kind: 'bits', registers: 1, signed: false },
  bit: { kind: 'bit', registers: 1, signed: false },
} as const satisfies Record<string, TypeTraits>;

/** The name of a type. */
export type ValueType = keyof typeof VALUE_TYPES;

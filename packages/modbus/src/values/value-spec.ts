import type { ByteOrder } from './byte-order.js';
import type { ValueType } from './value-types.js';

/** The characters that bytes stand for. */
export type StringEncoding = 'ascii' | 'latin1' | 'utf8';
/**
 * What is taken off a text that was read: nothing; all from the first NUL on and then trailing blanks; or that and
 * leading blanks too.
 */
export type StringTrim = 'none' | 'nul' | 'both';

/** How a value stands in registers. */
export interface ValueSpec {
  type: ValueType;
  /** ABCD by default. It holds for each value of an array by itself; in texts only the bytes of a register move. */
  order?: ByteOrder;
  /** Integers and BCD: decimal places that the raw value hides, 0..10. 772 with 1 means 77.2. */
  decimals?: number;
  /** Integers and BCD: value = raw × scale / 10^decimals + offset. A decimal number, not 0; 1 by default. */
  scale?: number | string;
  /** Integers and BCD: see `scale`; 0 by default. */
  offset?: number | string;
  /** An array of so many values, 1..65536. Its elements keep their order. */
  count?: number;
  /** Registers of a string, two bytes each; 16 by default. */
  length?: number;
  /** Encoding of a string, `ascii` by default. */
  encoding?: StringEncoding;
  /** What fills the rest of a string that is written: blanks by default. */
  pad?: ' ' | '\0';
  /** What is taken off a string that was read, `nul` by default. */
  trim?: StringTrim;
  /** Which bit of the register a `bit` is: 0, the least significant one, to 15. */
  bit?: number;
  /**
   * Numbers: raw values that mean "no data", such as 0x8000 or 0xFFFFFFFF. They are read as NaN, and NaN is written as
   * the first of them.
   */
  sentinels?: readonly (number | bigint)[];
  /**
   * Refuse what would have to be rounded. By default scaled integers are rounded half away from zero, floats to the
   * nearest, and integers without scaling are never rounded.
   */
  exact?: boolean;
  /** Floats: write infinities, also for finite numbers that are too large for the type. */
  allowInfinity?: boolean;
}

type Scaling = 'decimals' | 'scale' | 'offset';

/** What an integer of 64 bits is read as: a bigint; a number if it is scaled; NaN if it is a sentinel. */
type Wide<S> =
  | ('sentinels' extends keyof S ? number : never)
  | (Extract<keyof S, Scaling> extends never
      ? bigint
      : S extends { scale: number | string } | { offset: number | string } | { decimals: Decimals }
        ? number
        : S extends { decimals: 0 }
          ? bigint
          : number | bigint);
type Decimals = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10;

interface Elements<S> extends Record<ValueType, unknown> {
  int16: number;
  uint16: number;
  int32: number;
  uint32: number;
  int48: number;
  uint48: number;
  int64: Wide<S>;
  uint64: Wide<S>;
  float16: number;
  float32: number;
  float64: number;
  bcd16: number;
  bcd32: number;
  bcd48: number;
  bcd64: Wide<S>;
  string: string;
  bits: boolean[];
  bit: boolean;
}

type Counted<S, Element, Elements> = 'count' extends keyof S
  ? S extends { count: number }
    ? Elements
    : Element | Elements
  : Element;

/** What registers are read as under a spec: `bigint` for `{ type: 'uint64' }`, arrays where `count` is given. */
export type ValueOf<S extends ValueSpec> = Counted<S, Elements<S>[S['type']], Elements<S>[S['type']][]>;

/** Numbers to write: decimal digits are understood in every numeric type, and lose nothing on their way. */
export type NumericInput = number | bigint | string;

type InputElement<T extends ValueType> = T extends 'string'
  ? string
  : T extends 'bits'
    ? readonly boolean[]
    : T extends 'bit'
      ? boolean
      : NumericInput;

/** What may be written under a spec. */
export type InputOf<S extends ValueSpec> = Counted<
  S,
  InputElement<S['type']>,
  readonly InputElement<S['type']>[]
>;

/** Anything that registers can be read as. */
export type Value = ValueOf<ValueSpec>;

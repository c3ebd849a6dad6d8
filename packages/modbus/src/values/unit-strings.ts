import type { ExchangeOptions } from '@bus/line';
import type { ByteOrder } from './byte-order.js';
import { type ReadValueOptions, type RegisterAccess, readValue, writeValue } from './unit-values.js';
import type { StringEncoding, StringTrim } from './value-spec.js';

/** How a text stands in registers. */
export interface StringOptions {
  /** Registers, two characters each; 16 by default. */
  registers?: number;
  /** `ascii` by default. */
  encoding?: StringEncoding;
  /** BADC or DCBA: the bytes of each register are exchanged. ABCD by default. */
  order?: ByteOrder;
}
export interface ReadStringOptions extends StringOptions, ReadValueOptions {
  /** What is taken off, `nul` by default: all from the first NUL on, and trailing blanks. */
  trim?: StringTrim;
}
export interface WriteStringOptions extends StringOptions, ExchangeOptions {
  /** What fills the registers up: blanks by default. */
  pad?: ' ' | '\0';
}

/** Reads a text. Characters that the encoding lacks become U+FFFD. */
export async function readString(
  access: RegisterAccess,
  address: number,
  { registers: length, encoding, order, trim, ...exchange }: ReadStringOptions = {},
): Promise<string> {
  return readValue(access, address, { type: 'string', length, encoding, order, trim }, exchange);
}

/** Writes a text and fills its registers up. What does not fit, or what the encoding lacks, is refused. */
export async function writeString(
  access: RegisterAccess,
  address: number,
  text: string,
  { registers: length, encoding, order, pad, ...exchange }: WriteStringOptions = {},
): Promise<void> {
  await writeValue(access, address, text, { type: 'string', length, encoding, order, pad }, exchange);
}

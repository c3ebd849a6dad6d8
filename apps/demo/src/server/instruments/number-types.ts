import type { ValueType } from '@bus/modbus';

/** How the registers of a point may stand for a number that JavaScript can hold exactly. */
export const NUMBER_TYPES = [
  ...(['int16', 'uint16', 'int32', 'uint32', 'int48', 'uint48'] as const),
  ...(['float16', 'float32', 'float64'] as const),
] as const satisfies readonly ValueType[];

/** One of these types. */
export type NumberType = (typeof NUMBER_TYPES)[number];

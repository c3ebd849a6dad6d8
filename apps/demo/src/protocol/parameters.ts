import { BYTE_ORDERS, MAX_DECIMALS, VALUE_TYPES, type ValueType } from '@bus/modbus';
import * as v from 'valibot';

const whole = (from: number, to: number) => v.pipe(v.number(), v.integer(), v.minValue(from), v.maxValue(to));

export const lineId = v.pipe(v.string(), v.minLength(1), v.maxLength(64));

/** Milliseconds to wait for each answer; the line's own time-out by default. Others wait meanwhile. */
export const timeout = v.optional(whole(1, 3000));

/** 0 is everybody, for writes over a serial line. */
export const modbusUnit = whole(0, 255);
/** As it goes over the wire, from 0. */
export const modbusAddress = whole(0, 65_535);
export const modbusTable = v.optional(v.picklist(['holding', 'input', 'coil', 'discrete']));

const numeric = Object.entries(VALUE_TYPES)
  .filter(([, { kind }]) => kind === 'integer' || kind === 'float')
  .map(([name]) => name as NumericType);

type NumericType = Extract<ValueType, `${'int' | 'uint' | 'float'}${number}`>;

/** How registers are read as numbers: `uint16` without decimals by default. */
export const registerFormat = {
  type: v.optional(v.picklist(numeric)),
  order: v.optional(v.picklist(BYTE_ORDERS)),
  decimals: v.optional(whole(0, MAX_DECIMALS)),
};

/** What a register or coil is set to. Digits as text keep integers of 64 bits exact. */
export const writtenValue = v.union([
  v.boolean(),
  v.pipe(v.number(), v.finite()),
  v.pipe(v.string(), v.maxLength(40), v.regex(/^[+-]?\d+(\.\d+)?$/, 'decimal digits')),
]);

/** Which DCON module, and what is known of it. */
export const dconAddress = {
  /** 0..255. */
  address: whole(0, 255),
  /** `7044`; by default what the module calls itself. */
  family: v.optional(v.pipe(v.string(), v.maxLength(16))),
  /** The module's checksum is on; false by default. */
  checksum: v.optional(v.boolean()),
};

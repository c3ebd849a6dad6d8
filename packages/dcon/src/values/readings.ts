import type { DataFormat } from './configuration.js';
import type { SignalType } from './type-codes.js';

/**
 * One analog reading. Only `ok` has a value: a range mark or a disabled channel never passes for a number.
 */
export interface Reading {
  readonly status: 'ok' | 'over' | 'under' | 'disabled';
  readonly value: number | undefined;
  /** `V`, `mA`, `°C`, `%` …; undefined when the range of the channel is not known. */
  readonly unit: string | undefined;
  /** Hexadecimal readings: −32768..32767, or 0..65535 for unipolar ranges. Kept where no value can be computed. */
  readonly raw?: number;
  /** The characters that were sent. */
  readonly text: string;
}

export interface ReadingOptions {
  readonly format: DataFormat;
  /** Of each channel, or of all; undefined where it is not known. */
  readonly typeOf?: (index: number) => SignalType | undefined;
  /** What hexadecimal full scale is divided by: 32768 (default), or 32767. No source settles which; they differ by 0.003 %. */
  readonly divisor?: 32767 | 32768;
  /**
   * Numbers must be as long as the manuals print them: a sign, five digits and a point, or one digit more with
   * `'7 or 8'`. For answers without a checksum, in which a lost or an added digit makes another number that nothing
   * else gives away. `'any'` by default.
   */
  readonly width?: ReadingWidth;
}

/** Characters of a number in engineering units or percent. */
export type ReadingWidth = 7 | '7 or 8' | 'any';

const NUMBERS: Readonly<Record<ReadingWidth, RegExp>> = {
  7: /[+-](?=[\d.]{6}(?![\d.]))\d+\.\d+|\+9999(?![\d.])|-0000(?![\d.])| {7}/y,
  '7 or 8': /[+-](?=[\d.]{6,7}(?![\d.]))\d+\.\d+|\+9999(?![\d.])|-0000(?![\d.])| {7}/y,
  any: /[+-]\d+(?:\.\d+)?| {7}/y,
};
const WORDS = /\+9999|-0000|[0-9A-F]{4}| {4}/y;

/** Marks as text: `-0000` as a number is zero, and looks like a reading. The short ones are those of old firmware. */
const MARKS: ReadonlyMap<string, 'over' | 'under'> = new Map([
  ['+9999.9', 'over'],
  ['-9999.9', 'under'],
  ['+999.99', 'over'],
  ['-999.99', 'under'],
  ['+9999', 'over'],
  ['-0000', 'under'],
]);

/**
 * Takes readings apart. Undefined when the text has another form than `format` says.
 *
 * Engineering units and percent are signed numbers without separators, of different lengths on old firmware; seven
 * blanks are a disabled channel. Hexadecimal readings have four digits, or four blanks, or a mark of old firmware.
 */
export function decodeReadings(text: string, options: ReadingOptions): Reading[] | undefined {
  const pattern = options.format === 'hex' ? WORDS : NUMBERS[options.width ?? 'any'];
  pattern.lastIndex = 0;
  const readings: Reading[] = [];
  while (pattern.lastIndex < text.length) {
    const token = pattern.exec(text)?.[0];
    if (token === undefined) return undefined;
    const type = options.typeOf?.(readings.length);
    readings.push(
      options.format === 'hex' ? fromHex(token, type, options) : fromNumber(token, type, options),
    );
  }
  return readings;
}

function fromNumber(text: string, type: SignalType | undefined, { format }: ReadingOptions): Reading {
  const unit = format === 'percent' ? '%' : format === 'ohms' ? 'Ω' : type?.unit;
  if (text.trim() === '') return { status: 'disabled', value: undefined, unit, text };
  const mark = MARKS.get(text);
  if (mark !== undefined) return { status: mark, value: undefined, unit, text };
  return { status: 'ok', value: Number(text) + 0, unit, text };
}

function fromHex(text: string, type: SignalType | undefined, { divisor = 32768 }: ReadingOptions): Reading {
  const unit = type?.unit;
  if (text.trim() === '') return { status: 'disabled', value: undefined, unit, text };
  const mark = MARKS.get(text);
  if (mark !== undefined) return { status: mark, value: undefined, unit, text };
  const word = Number.parseInt(text, 16);
  if (type?.from !== undefined && type.fullScale !== undefined) {
    const value = type.from + (word / 65535) * (type.fullScale - type.from);
    return { status: 'ok', value, unit, raw: word, text };
  }
  const raw = word >= 0x8000 ? word - 0x10000 : word;
  if (type?.marks && (text === '7FFF' || text === '8000'))
    return { status: text === '7FFF' ? 'over' : 'under', value: undefined, unit, raw, text };
  const value = type?.fullScale === undefined ? undefined : (raw / divisor) * type.fullScale;
  return { status: 'ok', value, unit, raw, text };
}

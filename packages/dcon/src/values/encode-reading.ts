import type { DataFormat } from './configuration.js';
import { writeDecimal } from './decimal.js';
import type { SignalType } from './type-codes.js';

/** What a channel of a simulated module measures. */
export type Measured = number | 'over' | 'under' | 'disabled';

export interface EncodeOptions {
  readonly format: DataFormat;
  readonly type: SignalType | undefined;
  /** Range marks of old firmware, which are shorter and the same in every format. */
  readonly oldMarks?: boolean;
}

const MARKS = {
  engineering: { over: '+9999.9', under: '-9999.9' },
  percent: { over: '+999.99', under: '-999.99' },
  hex: { over: '7FFF', under: '8000' },
  ohms: { over: '+9999.9', under: '-9999.9' },
} as const;
const OLD_MARKS = { over: '+9999', under: '-0000' } as const;

/** Writes one reading as modules do. What is beyond full scale of a voltage or current is full scale. */
export function encodeReading(measured: Measured, { format, type, oldMarks = false }: EncodeOptions): string {
  if (measured === 'disabled') return ' '.repeat(format === 'hex' ? 4 : 7);
  if (typeof measured === 'string') return oldMarks ? OLD_MARKS[measured] : MARKS[format][measured];
  const fullScale = type?.fullScale ?? 1372;
  const low = type?.from ?? -fullScale;
  const value = Math.min(Math.max(measured, low), fullScale);
  if (format === 'hex') return hexOf(value, low, fullScale, type?.from !== undefined);
  if (format === 'percent')
    return writeDecimal((value / fullScale) * 100, { whole: 3, decimals: 2, signed: true });
  const whole = String(Math.trunc(fullScale)).length;
  return writeDecimal(value, { whole, decimals: 5 - whole, signed: true });
}

function hexOf(value: number, low: number, fullScale: number, unipolar: boolean): string {
  const count = unipolar
    ? Math.round(((value - low) / (fullScale - low)) * 65535)
    : Math.min(Math.trunc((value / fullScale) * 32768), 32767);
  return (count & 0xffff).toString(16).toUpperCase().padStart(4, '0');
}

import { shortestFloat16, shortestFloat32 } from '@bus/modbus';
import type { MapPoint } from './device-map.js';

/**
 * Which limit of a point a value breaks; undefined when it is within them. NaN is within no limits.
 *
 * @example brokenLimit({ min: '0', max: '120' }, 130) // 'max'
 */
export function brokenLimit(
  { min, max, spec }: Partial<Pick<MapPoint, 'min' | 'max' | 'spec'>>,
  value: number | bigint,
): 'min' | 'max' | undefined {
  const written = asWritten(value, spec);
  if (min !== undefined && !(written >= limitOf(min))) return 'min';
  return max !== undefined && !(written <= limitOf(max)) ? 'max' : undefined;
}

/** A short float stands beside the digits that people write: the one nearest to 21.7 is no more than 21.7. */
function asWritten(value: number | bigint, spec: MapPoint['spec']): number | bigint {
  if (typeof value === 'bigint') return value;
  if (spec?.type === 'float16') return shortestFloat16(value);
  return spec?.type === 'float32' ? shortestFloat32(value) : value;
}

/** Whole numbers of 64 bits keep every digit. */
const limitOf = (digits: string): number | bigint =>
  /^-?\d+$/.test(digits) ? BigInt(digits) : Number(digits);

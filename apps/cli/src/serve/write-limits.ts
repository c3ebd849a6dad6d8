import { PduError, type Table, type ValueSpec } from '@bus/modbus';
import { brokenLimit } from '../device-map/broken-limit.js';
import type { MapPoint } from '../device-map/device-map.js';

type Decode = typeof import('@bus/modbus').decodeValue;

/**
 * Refuses writes after which a point would hold what is outside of the limits in its map, or no number at all: exception
 * 3. What is written in part counts with what the rest holds.
 *
 * @returns to be called in front of a write to the holding registers. @throws {PduError} `value`, when called so.
 */
export function writeLimits(
  points: readonly MapPoint[],
  holding: Table<number>,
  decode: Decode,
): (startAddress: number, values: readonly number[]) => void {
  const limited = points.filter(
    ({ table, spec, min, max }) =>
      table === 'holding' && spec !== undefined && (min !== undefined || max !== undefined),
  );
  return (startAddress, values) => {
    for (const point of limited) {
      const touched =
        point.address < startAddress + values.length && startAddress < point.address + point.size;
      if (!touched) continue;
      const after = holding
        .read(point.address, point.size)
        .map((held, index) => values[point.address + index - startAddress] ?? held);
      if (!isWithin(point, valuesIn(after, point.spec!, decode)))
        throw new PduError('value', `${point.name} would be outside of its limits`);
    }
  };
}

function valuesIn(registers: readonly number[], spec: ValueSpec, decode: Decode): readonly unknown[] {
  try {
    const value: unknown = decode(registers, spec);
    return Array.isArray(value) ? value : [value];
  } catch {
    // Digits that are none, or more of them than a number has.
    return [Number.NaN];
  }
}

function isWithin(point: MapPoint, values: readonly unknown[]): boolean {
  return values.every(
    value =>
      (typeof value !== 'number' && typeof value !== 'bigint') || brokenLimit(point, value) === undefined,
  );
}

import { type RawValues, readValue } from '@bus/modbus';
import type { MapPoint } from '../../device-map/device-map.js';
import type { PointValue } from './poll-event.js';

/**
 * What the registers or bits of a point mean.
 *
 * @throws {ReplyError} `malformed`: the registers mean nothing in the point's type.
 */
export async function pointValue(
  { unit, table, address, size, spec, count }: MapPoint,
  data: RawValues,
): Promise<PointValue> {
  if (table === 'coil' || table === 'discrete')
    return count === undefined ? (data[0] as boolean) : [...(data as readonly boolean[])];
  // The registers are there already: whoever reads them is handed just those.
  const read = async () => [...(data as readonly number[])];
  const source = { id: unit, readRegisters: read, writeRegisters: async () => undefined };
  return readValue(source, address, spec ?? { type: 'uint16', count: size }, { table });
}

import { Line } from '@bus/line';
import { ModbusClient } from '@bus/modbus';
import { VirtualLine } from '@bus/sim';
import { describe, expect, it } from 'vitest';
import { parseDeviceMap } from '../device-map/load-device-map.js';
import { mapDevice } from './map-device.js';
import type { TakenWrite } from './served-device.js';

const map = `
devices:
  boiler:
    unit: 3
    maxRegisters: 4
    points:
      flow: { table: input, address: 10, type: float32, order: CDAB, value: 12.5 }
      setpoint: { address: 24, decimals: 1, writable: true, value: 80.5 }
      serial: { address: 30, type: string, length: 3, value: "AB12" }
      pump: { table: coil, address: 5, writable: true, value: true }
      alarm: { table: discrete, address: 6 }
      curve: { address: 40, count: 4, value: 7 }
      more: { address: 44, value: 8 }
`;

async function boiler() {
  const [device] = (await parseDeviceMap(map, 'plant.yaml')).devices;
  const writes: TakenWrite[] = [];
  const { instrument } = await mapDevice(device!, write => writes.push(write));
  const virtual = new VirtualLine();
  virtual.attach(instrument);
  return { unit: new ModbusClient(new Line(virtual.transport(), { retries: 0 })).unit(3), writes };
}

describe('a device of a map', () => {
  it('holds what the map says, in the types and orders of its points', async () => {
    const { unit } = await boiler();
    expect(await unit.readValue(10, { type: 'float32', order: 'CDAB' }, { table: 'input' })).toBe(12.5);
    expect(await unit.readRegister(24, { decimals: 1 })).toBe(80.5);
    expect(await unit.readValue(30, { type: 'string', length: 3 })).toBe('AB12');
    expect(await unit.readBit(5, { table: 'coil' })).toBe(true);
    expect(await unit.readBit(6)).toBe(false);
    expect(await unit.readRegisters(40, 4)).toEqual([7, 7, 7, 7]);
  });

  it('takes writes to what is writable, and tells of them', async () => {
    const { unit, writes } = await boiler();
    await unit.writeRegister(24, 95, { decimals: 1 });
    await unit.writeBit(5, false);
    await unit.maskWrite(24, { and: 0, or: 5 });
    expect(writes).toMatchObject([
      { unit: 3, device: 'boiler', text: 'holding 24 = 950', table: 'holding', address: 24, values: [950] },
      { text: 'coil 5 = off', values: [false] },
      { text: 'holding 24 = 5' },
    ]);
  });

  it('refuses writes to what is read-only, in part or in whole, and changes nothing then', async () => {
    const { unit, writes } = await boiler();
    await expect(unit.writeRegister(40, 1)).rejects.toMatchObject({ exceptionCode: 2 });
    await expect(unit.writeRegisters(24, [1, 2])).rejects.toMatchObject({ exceptionCode: 2 });
    expect(await unit.readRegister(24)).toBe(805);
    expect(writes).toEqual([]);
  });

  it('refuses longer reads than the real one takes, and what is not there', async () => {
    const { unit } = await boiler();
    await expect(unit.readRegisters(40, 5)).rejects.toMatchObject({ exceptionCode: 3 });
    await expect(unit.readRegisters(25, 1)).rejects.toMatchObject({ exceptionCode: 2 });
  });

  it('says what it is', async () => {
    const { unit } = await boiler();
    const { vendorName, productCode } = (await unit.identification.read('basic')) as unknown as Record<
      string,
      string
    >;
    expect({ vendorName, productCode }).toEqual({ vendorName: 'bus', productCode: 'boiler' });
  });

  it('is not made when a value does not fit', async () => {
    const wrong = map.replace('value: 80.5', 'value: 80000');
    const [device] = (await parseDeviceMap(wrong, 'plant.yaml')).devices;
    await expect(mapDevice(device!, () => undefined)).rejects.toThrow(/boiler\.setpoint cannot hold 80000/);
  });
});

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

async function boiler(source = map) {
  const [device] = (await parseDeviceMap(source, 'plant.yaml')).devices;
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

  it('refuses what is outside of the limits, wherever the write begins, and changes nothing then', async () => {
    const limited = `
devices:
  boiler:
    unit: 3
    points:
      setpoint: { address: 24, decimals: 1, writable: true, value: 80.5, min: 20, max: 95.5 }
      other: { address: 25, writable: true }
      power: { address: 26, type: float32, writable: true, min: -1.5 }
      total: { address: 28, type: uint64, writable: true, max: 5000000000 }
      limits: { address: 32, type: int16, count: 2, writable: true, min: -5, max: 5 }
`;
    const { unit, writes } = await boiler(limited);
    const refused = { exceptionCode: 3 };
    await expect(unit.writeRegister(24, 95.6, { decimals: 1 })).rejects.toMatchObject(refused);
    await expect(unit.writeRegister(24, 19.9, { decimals: 1 })).rejects.toMatchObject(refused);
    await expect(unit.writeRegisters(24, [956, 1])).rejects.toMatchObject(refused);
    await expect(unit.writeRegisters(25, [1, 0xc000, 0])).rejects.toMatchObject(refused);
    await expect(unit.maskWrite(24, { and: 0, or: 5 })).rejects.toMatchObject(refused);
    for (const value of [-1.6, Number.NaN])
      await expect(unit.writeValue(26, value, { type: 'float32' })).rejects.toMatchObject(refused);
    await expect(unit.writeValue(28, 5_000_000_001n, { type: 'uint64' })).rejects.toMatchObject(refused);
    await expect(unit.writeRegisters(32, [5, 6])).rejects.toMatchObject(refused);
    expect(writes).toEqual([]);
    expect(await unit.readRegisters(24, 2)).toEqual([805, 0]);
    await unit.writeRegister(24, 95.5, { decimals: 1 });
    await unit.writeRegister(24, 20, { decimals: 1 });
    await unit.writeValue(26, -1.5, { type: 'float32' });
    await unit.writeValue(28, 5_000_000_000n, { type: 'uint64' });
    await unit.writeRegisters(32, [5, 0xfffb]);
    expect(writes).toHaveLength(5);
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

  it('may hold what is its limit', async () => {
    const { unit } = await boiler(
      'devices: { boiler: { unit: 3, points: { power: { address: 26, type: float32, writable: true, max: 21.7 } } } }',
    );
    await unit.writeValue(26, 21.7, { type: 'float32' });
    expect(await unit.readRegisters(26, 2)).toEqual([0x41ad, 0x999a]);
  });

  it.each(['true', '1', 'on'])('holds %s where a table of texts says so of a coil or a bit', async on => {
    const [device] = (
      await parseDeviceMap(
        `name,unit,address,type,bit,value\nboiler.pump,3,co:5,,,${on}\nboiler.idle,3,co:6,,,false\nboiler.alarm,3,7,bit,2,${on}\n`,
        'plant.csv',
      )
    ).devices;
    const { instrument } = await mapDevice(device!, () => undefined);
    const virtual = new VirtualLine();
    virtual.attach(instrument);
    const unit = new ModbusClient(new Line(virtual.transport(), { retries: 0 })).unit(3);
    expect(await unit.readBits(5, 2, { table: 'coil' })).toEqual([true, false]);
    expect(await unit.readRegister(7)).toBe(4);
  });

  it('is not made when a coil is neither on nor off', async () => {
    const [device] = (await parseDeviceMap(map.replace('value: true', 'value: 7'), 'plant.yaml')).devices;
    await expect(mapDevice(device!, () => undefined)).rejects.toThrow(/boiler\.pump cannot hold 7/);
  });

  it('is not made when a value does not fit', async () => {
    const wrong = map.replace('value: 80.5', 'value: 80000');
    const [device] = (await parseDeviceMap(wrong, 'plant.yaml')).devices;
    await expect(mapDevice(device!, () => undefined)).rejects.toThrow(/boiler\.setpoint cannot hold 80000/);
  });
});

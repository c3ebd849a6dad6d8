import { once } from 'node:events';
import ModbusRTU from 'modbus-serial';
import { freePort } from './free-port.ts';
import { nodeTables } from './node-tables.ts';
import { BAUD } from './peers.ts';
import type { Served } from './served.ts';

/** The identity that these servers tell, with functions 17 and 43/14. */
export const modbusSerialIdentity = {
  serverId: { id: 0x2a, running: true, additionalData: Buffer.from('modbus-serial') },
  objects: { 0: 'Acme', 1: 'MS-8', 2: '8.0', 4: 'modbus-serial', 128: 'private' },
};

function vector() {
  const tables = nodeTables();
  const at =
    <T>(table: readonly T[]) =>
    (address: number): T => {
      const value = table[address];
      if (value === undefined) throw Object.assign(new Error('no such address'), { modbusErrorCode: 2 });
      return value;
    };
  const to =
    <T>(table: T[]) =>
    (address: number, value: T): void => {
      at(table)(address);
      table[address] = value;
    };
  return {
    getCoil: at(tables.coil),
    getDiscreteInput: at(tables.discrete),
    getHoldingRegister: at(tables.holding),
    getInputRegister: at(tables.input),
    setCoil: to(tables.coil),
    setRegister: to(tables.holding),
    reportServerID: () => modbusSerialIdentity.serverId,
    readDeviceIdentification: () => modbusSerialIdentity.objects,
  };
}

export async function modbusSerialTcp(wanted: number): Promise<Served> {
  const port = wanted || (await freePort());
  const server = new ModbusRTU.ServerTCP(vector(), { host: '127.0.0.1', port, unitID: 1 });
  await once(server, 'initialized');
  return { port, stop: () => new Promise<void>(resolve => server.close(() => resolve())) };
}

export async function modbusSerialRtu(path: string): Promise<Served> {
  // It takes a pause for the end of a request; pseudo-terminals deliver each in one piece.
  const settings = { path, baudRate: BAUD, unitID: 1, interval: 2 };
  const server = new ModbusRTU.ServerSerial(vector(), settings);
  await once(server, 'initialized');
  return { port: 0, stop: () => new Promise<void>(resolve => server.close(() => resolve())) };
}

import ModbusRTU from 'modbus-serial';
import { type Asker, told } from './asker.ts';
import { PATIENCE } from './patience.ts';
import { BAUD } from './peers.ts';

/** Functions that modbus-serial has and its types leave out. */
type Client = ModbusRTU.default & {
  readWriteRegisters(
    read: number,
    quantity: number,
    write: number,
    count: number,
    values: number[],
  ): Promise<{ data: number[] }>;
  reportServerID(
    _: number,
    __: number,
  ): Promise<{ serverId: number; running: boolean; additionalData: Buffer }>;
};

async function asker(connect: (client: Client) => Promise<void>): Promise<Asker> {
  const client = new ModbusRTU.default() as Client;
  await connect(client);
  client.setTimeout(PATIENCE);
  return {
    ask: (unit, functionCode, ...fields) => {
      client.setID(unit!);
      return told(ask(client, functionCode!, fields));
    },
    close: () => new Promise<void>(resolve => client.close(() => resolve())),
  };
}

export const modbusSerialClientTcp = (port: string): Promise<Asker> =>
  asker(client => client.connectTCP('127.0.0.1', { port: Number(port) }));

export const modbusSerialClientRtu = (path: string): Promise<Asker> =>
  asker(client => client.connectRTUBuffered(path, { baudRate: BAUD }));

export const modbusSerialClientAscii = (path: string): Promise<Asker> =>
  asker(client => client.connectAsciiSerial(path, { baudRate: BAUD }));

export const modbusSerialClientRtuOverTcp = (port: string): Promise<Asker> =>
  asker(client => client.connectTelnet('127.0.0.1', { port: Number(port) }));

async function ask(client: Client, functionCode: number, fields: number[]): Promise<number[] | string> {
  const [first, second, third, ...rest] = fields as [number, number, number];
  const bits = async (reading: Promise<{ data: boolean[] }>) =>
    (await reading).data.slice(0, second).map(Number);
  const done = (writing: Promise<unknown>) => writing.then(() => 'written');
  switch (functionCode) {
    case 1:
      return bits(client.readCoils(first, second));
    case 2:
      return bits(client.readDiscreteInputs(first, second));
    case 3:
      return (await client.readHoldingRegisters(first, second)).data;
    case 4:
      return (await client.readInputRegisters(first, second)).data;
    case 5:
      return done(client.writeCoil(first, second === 1));
    case 6:
      return done(client.writeRegister(first, second));
    case 15:
      return done(client.writeCoils(first, fields.slice(1).map(Boolean)));
    case 16:
      return done(client.writeRegisters(first, fields.slice(1)));
    case 17: {
      const { serverId, running, additionalData } = await client.reportServerID(0, 0);
      return [serverId, running ? 0xff : 0, ...additionalData];
    }
    case 22:
      return done(client.maskWriteRegister(first, second, third));
    case 23:
      return (await client.readWriteRegisters(first, second, third, rest.length, rest)).data;
    case 43: {
      const { data } = await client.readDeviceIdentification(first, second);
      return Object.entries(data)
        .map(([id, value]) => `${id}=${value}`)
        .join('|');
    }
    default:
      throw new Error(`modbus-serial does not know function ${functionCode}`);
  }
}

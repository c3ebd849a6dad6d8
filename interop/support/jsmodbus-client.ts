import { once } from 'node:events';
import { Socket } from 'node:net';
import { ModbusRTUClient, ModbusTCPClient } from 'jsmodbus';
import { SerialPort } from 'serialport';
import { type Asker, told } from './asker.ts';
import { PATIENCE } from './patience.ts';
import { BAUD } from './peers.ts';

type Client = ModbusTCPClient | ModbusRTUClient;

export async function jsmodbusClientTcp(port: string): Promise<Asker> {
  const socket = new Socket();
  // It has to see the connection being made.
  const client = new ModbusTCPClient(socket, 1, PATIENCE);
  socket.connect({ host: '127.0.0.1', port: Number(port), noDelay: true });
  await once(socket, 'connect');
  return {
    ask: (_unit, functionCode, ...fields) => told(ask(client, functionCode!, fields)),
    close: async () => {
      socket.destroy();
      await once(socket, 'close');
    },
  };
}

export async function jsmodbusClientRtu(path: string): Promise<Asker> {
  const port = new SerialPort({ path, baudRate: BAUD });
  const client = new ModbusRTUClient(port, 1, PATIENCE);
  await once(port, 'open');
  return {
    ask: (_unit, functionCode, ...fields) => told(ask(client, functionCode!, fields)),
    close: () => new Promise<void>(resolve => port.close(() => resolve())),
  };
}

async function ask(client: Client, functionCode: number, fields: number[]): Promise<number[] | string> {
  const [first, second] = fields as [number, number];
  const done = (writing: Promise<unknown>) => writing.then(() => 'written');
  const values = async (reading: Promise<{ response: { body: { valuesAsArray: ArrayLike<number> } } }>) =>
    Array.from((await reading).response.body.valuesAsArray).slice(0, second);
  switch (functionCode) {
    case 1:
      return values(client.readCoils(first, second) as never);
    case 2:
      return values(client.readDiscreteInputs(first, second) as never);
    case 3:
      return values(client.readHoldingRegisters(first, second) as never);
    case 4:
      return values(client.readInputRegisters(first, second) as never);
    case 5:
      return done(client.writeSingleCoil(first, second === 1));
    case 6:
      return done(client.writeSingleRegister(first, second));
    case 15:
      return done(client.writeMultipleCoils(first, fields.slice(1).map(Boolean)));
    case 16:
      return done(client.writeMultipleRegisters(first, fields.slice(1)));
    case 43: {
      const { response } = await client.readDeviceIdentification(first as 1, second);
      const { objects } = response.body as unknown as { objects: { id: number; value: Buffer }[] };
      return objects.map(({ id, value }) => `${id}=${value}`).join('|');
    }
    default:
      throw new Error(`jsmodbus does not know function ${functionCode}`);
  }
}

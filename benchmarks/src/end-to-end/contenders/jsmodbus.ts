import { once } from 'node:events';
import { Socket } from 'node:net';
import { ModbusRTUClient, ModbusTCPClient } from 'jsmodbus';
import { SerialPort } from 'serialport';
import { type Contender, START, type Task, UNIT } from '../contender.js';
import { askingReader, expectedRegisters } from '../reading.js';

/** jsmodbus: a client over a socket or port that its user opens. It keeps one read open at a time and queues the others. */
export const jsmodbus: Contender = {
  async connect(place, task) {
    const { client, close } =
      task.medium === 'tcp' ? await overTcp(place, task) : await overSerial(place, task);
    const { registers, inFlight } = task;
    const read = async (): Promise<ArrayLike<number>> =>
      (await client.readHoldingRegisters(START, registers)).response.body.valuesAsArray;
    return { readUntil: askingReader(read, expectedRegisters(START, registers), inFlight), close };
  },
};

async function overTcp(place: string, { timeout }: Task) {
  const socket = new Socket();
  // It has to see the connection being made.
  const client = new ModbusTCPClient(socket, UNIT, timeout);
  socket.connect({ host: '127.0.0.1', port: Number(place), noDelay: true });
  await once(socket, 'connect');
  const close = async (): Promise<void> => {
    socket.destroy();
    await once(socket, 'close');
  };
  return { client, close };
}

async function overSerial(path: string, { baud, timeout }: Task) {
  const port = new SerialPort({ path, baudRate: baud || 115_200 });
  const client = new ModbusRTUClient(port, UNIT, timeout);
  await once(port, 'open');
  return { client, close: () => new Promise<void>(resolve => port.close(() => resolve())) };
}

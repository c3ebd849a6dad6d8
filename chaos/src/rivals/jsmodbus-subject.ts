import { once } from 'node:events';
import { ModbusRTUClient, ModbusTCPClient, UserRequestError } from 'jsmodbus';
import { SerialPort } from 'serialport';
import type { Question, Subject, WireEnd } from '../subject.js';
import { serialBinding } from './serial-binding.js';
import { Turns } from './turns.js';
import { WireSocket } from './wire-socket.js';

type Client = ModbusRTUClient | ModbusTCPClient;

/** A client is for one unit, and is made before its socket connects. */
const UNITS = [1, 2, 3];

/** The clients of one line, and what ends it. */
interface Connection {
  readonly clients: ReadonlyMap<number, Client>;
  close(): void;
}

/**
 * jsmodbus: a client for each unit, all of them over one port or socket. Each queues its own questions.
 *
 * @param options.careful one question at a time on the whole line; else each client asks when it likes, for they do not
 * know of each other.
 */
export function jsmodbusSubject(name: string, { careful }: { careful: boolean }): Subject {
  return {
    name,
    rival: true,
    framings: ['rtu', 'tcp'],
    async connect(wire, { timeout }) {
      const open = wire.framing === 'tcp' ? openTcp : openSerial;
      const turns = new Turns(0);
      let connection = await open(wire, timeout);
      const put = (question: Question) => ask(connection.clients.get(question.unit), question);
      return {
        ask: question => (careful ? turns.take(() => put(question)) : put(question)),
        reconnect: async () => {
          connection = await open(wire, timeout);
        },
        close: async () => connection.close(),
      };
    },
  };
}

async function openTcp(wire: WireEnd, timeout: number): Promise<Connection> {
  const socket = new WireSocket(wire);
  // Each client listens for three things, and there is one for each unit.
  const clients = clientsFor(unit => new ModbusTCPClient(socket, unit, timeout));
  socket.on('error', () => undefined);
  socket.connect();
  await once(socket, 'connect');
  return { clients, close: () => void socket.destroy() };
}

async function openSerial(wire: WireEnd, timeout: number): Promise<Connection> {
  const options = { path: 'chaos', baudRate: 19_200, binding: serialBinding(wire) };
  const port = new SerialPort(options);
  const clients = clientsFor(unit => new ModbusRTUClient(port, unit, timeout));
  port.on('error', () => undefined);
  await once(port, 'open');
  return {
    clients,
    close: () => {
      if (port.isOpen) port.close();
    },
  };
}

function clientsFor(make: (unit: number) => Client): ReadonlyMap<number, Client> {
  return new Map(UNITS.map(unit => [unit, make(unit)]));
}

async function ask(client: Client | undefined, question: Question): Promise<readonly number[]> {
  if (client === undefined) throw new Error(`there is no client for unit ${question.unit}`);
  try {
    return await put(client, question);
  } catch (error) {
    throw error instanceof UserRequestError
      ? Object.assign(new Error(error.message), { code: error.err })
      : error;
  }
}

async function put(
  client: Client,
  { kind, address, quantity, value = 0 }: Question,
): Promise<readonly number[]> {
  // Nobody looks at more than was asked for: whole bytes of bits come back, for instance.
  const valuesOf = ({ response: { body } }: Answer) =>
    Array.from(body.valuesAsArray, Number).slice(0, quantity);
  switch (kind) {
    case 'read-holding':
      return valuesOf(await client.readHoldingRegisters(address, quantity));
    case 'read-input':
      return valuesOf(await client.readInputRegisters(address, quantity));
    case 'read-coils':
      return valuesOf(await client.readCoils(address, quantity));
    case 'write-register':
      if (value % 2 === 0) await client.writeSingleRegister(address, value);
      else await client.writeMultipleRegisters(address, [value]);
      return [];
    default:
      throw new Error(`Modbus has no ${kind}`);
  }
}

interface Answer {
  readonly response: { readonly body: { readonly valuesAsArray: ArrayLike<number | boolean> } };
}

import ModbusRTU from 'modbus-serial';
import type { Question, Subject, WireEnd } from '../subject.js';
import { serialBinding } from './serial-binding.js';
import { Turns } from './turns.js';
import { connectSocket } from './wire-socket.js';

type Client = InstanceType<typeof ModbusRTU.default>;

/** Milliseconds between two questions on a serial line, as in the README's example with several devices. */
const PAUSE = 100;

/**
 * modbus-serial: one client for the line, which is told the unit before each call, with the ports that it recommends: the
 * buffered one for RTU, and the one named Telnet for RTU over TCP (its TcpRTUBuffered speaks Modbus TCP).
 *
 * @param options.careful one question at a time, with a pause on serial lines; else each caller asks when it likes, for the
 * client does not queue.
 */
export function modbusSerialSubject(name: string, { careful }: { careful: boolean }): Subject {
  return {
    name,
    rival: true,
    framings: ['rtu', 'ascii', 'tcp', 'rtu-over-tcp'],
    async connect(wire, { timeout }) {
      const client = new ModbusRTU.default();
      client.setTimeout(timeout);
      client.on('error', () => undefined);
      const open = () => connect(client, wire);
      await open();
      const turns = new Turns(wire.framing === 'tcp' ? 0 : PAUSE);
      return {
        ask: question => (careful ? turns.take(() => ask(client, question)) : ask(client, question)),
        reconnect: open,
        close: async () => {
          if (client.isOpen) await new Promise<void>(resolve => client.close(() => resolve()));
        },
      };
    },
  };
}

async function connect(client: Client, wire: WireEnd): Promise<void> {
  if (wire.framing === 'tcp') return client.linkTCP(await connectSocket(wire), { port: 502 });
  if (wire.framing === 'rtu-over-tcp') return client.linkTelnet(await connectSocket(wire), {});
  const options = { baudRate: 19_200, binding: serialBinding(wire) };
  return wire.framing === 'ascii'
    ? client.connectAsciiSerial('chaos', options)
    : client.connectRTUBuffered('chaos', options);
}

async function ask(client: Client, question: Question): Promise<readonly number[]> {
  try {
    return await put(client, question);
  } catch (error) {
    throw withCode(error);
  }
}

async function put(
  client: Client,
  { kind, unit, address, quantity, value = 0 }: Question,
): Promise<readonly number[]> {
  client.setID(unit);
  // Nobody looks at more than was asked for: whole bytes of bits come back, for instance.
  switch (kind) {
    case 'read-holding':
      return (await client.readHoldingRegisters(address, quantity)).data.slice(0, quantity);
    case 'read-input':
      return (await client.readInputRegisters(address, quantity)).data.slice(0, quantity);
    case 'read-coils':
      return (await client.readCoils(address, quantity)).data.slice(0, quantity).map(Number);
    case 'write-register':
      if (value % 2 === 0) await client.writeRegister(address, value);
      else await client.writeRegisters(address, [value]);
      return [];
    default:
      throw new Error(`Modbus has no ${kind}`);
  }
}

const KINDS: readonly (readonly [part: string, code: string])[] = [
  ['CRC error', 'checksum'],
  ['Data length error', 'length'],
  ['Unexpected data error', 'unexpected'],
  ['Modbus exception', 'exception'],
];

/** The kind of most of its errors is in the message only. */
function withCode(error: unknown): Error {
  const { message, name } = error as Error;
  const code = KINDS.find(([part]) => message.startsWith(part))?.[1] ?? name;
  return Object.assign(new Error(message), { code });
}

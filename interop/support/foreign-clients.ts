import type { Asker } from './asker.ts';
import { jsmodbusClientRtu, jsmodbusClientTcp } from './jsmodbus-client.ts';
import { mbpollRtu, mbpollTcp } from './mbpoll-client.ts';
import {
  modbusSerialClientAscii,
  modbusSerialClientRtu,
  modbusSerialClientRtuOverTcp,
  modbusSerialClientTcp,
} from './modbus-serial-client.ts';
import { BAUD, libmodbusClient, pymodbusClient } from './peers.ts';
import type { Conversation } from './program.ts';
import type { Limits } from './their-questions.ts';
import type { Tool } from './tools.ts';
import type { Wire } from './wires.ts';

/** A way to run somebody else's client. */
export interface ForeignClient {
  /** Whose it is. */
  readonly peer: string;
  readonly tools: readonly Tool[];
  readonly wire: Wire;
  /** Functions that it can ask for. */
  readonly functions: readonly string[];
  /** What it makes of our right answers, by function, where that is wrong. */
  readonly notes?: Readonly<Record<string, string>>;
  /** Questions that it asks in a row, 300 by default: fewer for a client that is a process for each. */
  readonly questions?: number;
  /** The largest requests that it can make, where they are smaller than those that the specification allows. */
  readonly limits?: Partial<Limits>;
  /** `place`: the path of a serial port, or the number of a TCP port of this machine. */
  start(place: string): Promise<Asker>;
}

const tables = ['1', '2', '3', '4', '5', '6', '15', '16'];
const onRtu = { wire: 'RTU' } as const;
const onAscii = { wire: 'ASCII' } as const;
const onTcp = { wire: 'TCP' } as const;
const rtuOverTcp = { wire: 'RTU over TCP' } as const;

const libmodbus = { peer: 'libmodbus', functions: [...tables, '17', '22', '23'] };
const pymodbus = {
  peer: 'pymodbus',
  functions: [...tables, '7', '8', '11', '12', '17', '20', '21', '22', '23', '24', '43/14'],
  notes: { '24': 'it takes four registers fewer than are in the answer' },
};
const modbusSerial = { peer: 'modbus-serial', functions: [...tables, '17', '22', '23', '43/14'] };
const jsmodbus = { peer: 'jsmodbus', functions: [...tables, '43/14'] };

const mbpoll = {
  peer: 'mbpoll',
  functions: tables,
  questions: 40,
  limits: { readBits: 125, writtenBits: 123 },
};

export const foreignClients: readonly ForeignClient[] = [
  { ...mbpoll, ...onRtu, tools: ['mbpoll', 'socat'], start: mbpollRtu },
  { ...mbpoll, ...onTcp, tools: ['mbpoll'], start: mbpollTcp },
  {
    ...libmodbus,
    ...onRtu,
    tools: ['libmodbus', 'socat'],
    start: async path => program(libmodbusClient('rtu', path, String(BAUD))),
  },
  {
    ...libmodbus,
    ...onTcp,
    tools: ['libmodbus'],
    start: async port => program(libmodbusClient('tcp', '127.0.0.1', port)),
  },
  {
    ...pymodbus,
    ...onRtu,
    tools: ['pymodbus', 'socat'],
    start: async path => program(pymodbusClient('serial', 'rtu', path, String(BAUD))),
  },
  {
    ...pymodbus,
    ...onAscii,
    tools: ['pymodbus', 'socat'],
    start: async path => program(pymodbusClient('serial', 'ascii', path, String(BAUD))),
  },
  {
    ...pymodbus,
    ...onTcp,
    tools: ['pymodbus'],
    start: async port => program(pymodbusClient('tcp', 'tcp', '127.0.0.1', port)),
  },
  {
    ...pymodbus,
    wire: 'UDP',
    tools: ['pymodbus'],
    start: async port => program(pymodbusClient('udp', 'tcp', '127.0.0.1', port)),
  },
  {
    ...pymodbus,
    ...rtuOverTcp,
    tools: ['pymodbus'],
    start: async port => program(pymodbusClient('tcp', 'rtu', '127.0.0.1', port)),
  },
  // On serial ports it tells answers by their length, which it does not know for the other functions.
  {
    ...modbusSerial,
    ...onRtu,
    functions: [...tables, '17', '43/14'],
    tools: ['socat'],
    start: modbusSerialClientRtu,
  },
  { ...modbusSerial, ...onAscii, functions: tables, tools: ['socat'], start: modbusSerialClientAscii },
  { ...modbusSerial, ...onTcp, tools: [], start: modbusSerialClientTcp },
  { ...modbusSerial, ...rtuOverTcp, functions: tables, tools: [], start: modbusSerialClientRtuOverTcp },
  { ...jsmodbus, ...onRtu, tools: ['socat'], start: jsmodbusClientRtu },
  {
    ...jsmodbus,
    ...onTcp,
    tools: [],
    limits: { writtenRegisters: 120 },
    notes: { '16': 'it sends more than 120 registers under a wrong length, and is refused' },
    start: jsmodbusClientTcp,
  },
];

function program(conversation: Conversation): Asker {
  return {
    ask: (...numbers) => conversation.ask(numbers.join(' ')),
    close: () => conversation.end(),
  };
}

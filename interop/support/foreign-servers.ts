import { jsmodbusTcp } from './jsmodbus-server.ts';
import { modbusSerialRtu, modbusSerialTcp } from './modbus-serial-server.ts';
import { BAUD, libmodbusServer, pymodbusServer } from './peers.ts';
import type { Program } from './program.ts';
import type { Served } from './served.ts';
import type { Tool } from './tools.ts';
import type { Wire } from './wires.ts';

/** A way to run somebody else's server. */
export interface ForeignServer {
  /** Whose it is. */
  readonly peer: string;
  readonly wire: Wire;
  readonly tools: readonly Tool[];
  /** `place`: the path of a serial port, or the number of a port of this machine, 0 for a free one. */
  start(place: string): Promise<Served>;
}

const baud = String(BAUD);
const pymodbus = (wire: Wire, kind: string, framing: string): ForeignServer => ({
  peer: 'pymodbus',
  wire,
  tools: kind === 'serial' ? ['pymodbus', 'socat'] : ['pymodbus'],
  start: place => program(pymodbusServer(kind, framing, place, ...(kind === 'serial' ? [baud] : []))),
});

export const foreignServers: readonly ForeignServer[] = [
  {
    peer: 'libmodbus',
    wire: 'RTU',
    tools: ['libmodbus', 'socat'],
    start: path => program(libmodbusServer('rtu', path, baud)),
  },
  {
    peer: 'libmodbus',
    wire: 'TCP',
    tools: ['libmodbus'],
    start: port => program(libmodbusServer('tcp', port)),
  },
  pymodbus('RTU', 'serial', 'rtu'),
  pymodbus('ASCII', 'serial', 'ascii'),
  pymodbus('TCP', 'tcp', 'tcp'),
  pymodbus('UDP', 'udp', 'tcp'),
  pymodbus('RTU over TCP', 'tcp', 'rtu'),
  pymodbus('ASCII over TCP', 'tcp', 'ascii'),
  { peer: 'modbus-serial', wire: 'RTU', tools: ['socat'], start: modbusSerialRtu },
  { peer: 'modbus-serial', wire: 'TCP', tools: [], start: port => modbusSerialTcp(Number(port)) },
  { peer: 'jsmodbus', wire: 'TCP', tools: [], start: port => jsmodbusTcp(Number(port)) },
];

/** A program that says `ready`, and its port behind it, when it listens. */
async function program(starting: Promise<Program>): Promise<Served> {
  const started = await starting;
  return { port: Number(/ready (\d+)/.exec(started.output)?.[1] ?? 0), stop: () => started.kill() };
}

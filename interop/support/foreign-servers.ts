import { jsmodbusTcp } from './jsmodbus-server.ts';
import { modbusSerialRtu, modbusSerialTcp } from './modbus-serial-server.ts';
import { BAUD, libmodbusServer, pymodbusServer } from './peers.ts';
import type { Program } from './program.ts';
import type { Served } from './served.ts';
import type { Tool } from './tools.ts';

interface Common {
  /** Whose it is. */
  readonly peer: string;
  readonly tools: readonly Tool[];
  /** As the table says it. */
  readonly wire: string;
  readonly framing: 'rtu' | 'ascii' | 'tcp';
}
interface OnPort extends Common {
  readonly medium: 'serial';
  start(path: string): Promise<Served>;
}
interface OnNetwork extends Common {
  readonly medium: 'tcp' | 'udp';
  /** `port`: 0 for a free one. */
  start(port: number): Promise<Served>;
}

/** A way to run somebody else's server. */
export type ForeignServer = OnPort | OnNetwork;

const rtu = { wire: 'RTU', framing: 'rtu', medium: 'serial' } as const;
const ascii = { wire: 'ASCII', framing: 'ascii', medium: 'serial' } as const;
const tcp = { wire: 'TCP', framing: 'tcp', medium: 'tcp' } as const;
const pymodbus = { peer: 'pymodbus', tools: ['pymodbus'] } as const;
const onPty = { tools: ['pymodbus', 'socat'] } as const;

const network = (framing: string, kind = 'tcp') => ({
  ...pymodbus,
  start: (port: number) => program(pymodbusServer(kind, framing, String(port))),
});

export const foreignServers: readonly ForeignServer[] = [
  {
    ...rtu,
    peer: 'libmodbus',
    tools: ['libmodbus', 'socat'],
    start: (path: string) => program(libmodbusServer('rtu', path, String(BAUD))),
  },
  {
    ...tcp,
    peer: 'libmodbus',
    tools: ['libmodbus'],
    start: (port: number) => program(libmodbusServer('tcp', String(port))),
  },
  {
    ...rtu,
    ...pymodbus,
    ...onPty,
    start: (path: string) => program(pymodbusServer('serial', 'rtu', path, String(BAUD))),
  },
  {
    ...ascii,
    ...pymodbus,
    ...onPty,
    start: (path: string) => program(pymodbusServer('serial', 'ascii', path, String(BAUD))),
  },
  { ...tcp, ...network('tcp') },
  { ...tcp, ...network('rtu'), wire: 'RTU over TCP', framing: 'rtu' },
  { ...tcp, ...network('ascii'), wire: 'ASCII over TCP', framing: 'ascii' },
  { ...rtu, peer: 'modbus-serial', tools: ['socat'], start: modbusSerialRtu },
  { ...tcp, peer: 'modbus-serial', tools: [], start: modbusSerialTcp },
  { ...tcp, peer: 'jsmodbus', tools: [], start: jsmodbusTcp },
];

/** A program that says `ready`, and its port behind it, when it listens. */
async function program(starting: Promise<Program>): Promise<Served> {
  const started = await starting;
  return { port: Number(/ready (\d+)/.exec(started.output)?.[1] ?? 0), stop: () => started.kill() };
}

import type { SuiteName } from './options.js';

/** A number that a measurement must reach, or must not exceed. */
export interface Gate {
  readonly suite: SuiteName;
  /** Name of the number among the suite's metrics. */
  readonly metric: string;
  readonly atLeast?: number;
  readonly atMost?: number;
  /** What would be excellent. */
  readonly aim?: number;
}

type Limits = Omit<Gate, 'suite'>;

const of = (suite: SuiteName, limits: readonly Limits[]): Gate[] =>
  limits.map(limit => ({ suite, ...limit }));

/** The gates, about a third looser than what was measured when they were set. */
export const gates: readonly Gate[] = [
  ...of('crc-rivals', [
    { metric: 'crc16, 8 B: resident to best package', atLeast: 1.1, aim: 2.5 },
    { metric: 'crc16, 256 B: resident to best package', atLeast: 14, aim: 40 },
    { metric: 'crc16, 4 KiB: resident to best package', atLeast: 35, aim: 80 },
    { metric: 'crc16, 1 MiB: resident to best package', atLeast: 43, aim: 160 },
    { metric: 'crc16, 4 KiB: JS to best package', atLeast: 2.3, aim: 18 },
    { metric: 'crc16, 256 B: resident to table in JS', atLeast: 12, aim: 30 },
    { metric: 'crc16, 4 KiB: resident to table in JS', atLeast: 30, aim: 65 },
  ]),
  ...of('transaction', [
    { metric: 'transaction, 125 registers: view to jsmodbus', atLeast: 15, aim: 100 },
    { metric: 'transaction, 125 registers: array to jsmodbus', atLeast: 4.2, aim: 30 },
    { metric: 'transaction, 10 registers: array to jsmodbus', atLeast: 3.3 },
    { metric: 'transaction, 125 registers: array to modbus-serial', atLeast: 7.3 },
  ]),
  ...of('receive', [
    { metric: 'reception: to modbus-serial', atLeast: 2 },
    { metric: 'reception: to jsmodbus', atLeast: 80 },
  ]),
  ...of('tcp', [
    { metric: 'tcp, fast server, 1 in flight: rate to best rival', atLeast: 0.67, aim: 1.1 },
    { metric: 'tcp, fast server, 1 in flight: rate to bare socket', atLeast: 0.5, aim: 0.97 },
    { metric: 'tcp, fast server, 16 in flight: rate to best rival', atLeast: 1.05, aim: 1.7 },
    { metric: 'tcp, fast server, 64 in flight: rate to best rival', atLeast: 1.1, aim: 3 },
    { metric: 'tcp, libmodbus, 1 in flight: rate to best rival', atLeast: 0.67, aim: 1.1 },
  ]),
  ...of('connections', [
    { metric: 'connections, 16 TCP connections: rate to best rival', atLeast: 0.8, aim: 1.1 },
    { metric: 'connections, 64 TCP connections: rate to best rival', atLeast: 0.67, aim: 1.1 },
    { metric: 'connections, 256 TCP connections: rate to best rival', atLeast: 0.46, aim: 1.1 },
    { metric: 'connections, 256 TCP connections: memory to leanest rival', atMost: 1.55, aim: 0.8 },
    { metric: 'connections, 32 pseudo-terminals: rate to best rival', atLeast: 0.93, aim: 2 },
  ]),
  ...of('pty', [
    { metric: 'pty: rate to best rival', atLeast: 1, aim: 2 },
    { metric: 'pty: rate to bare descriptor', atLeast: 0.4 },
  ]),
  ...of('paced', [
    { metric: 'paced, 9600 baud: utilisation of the middle read', atLeast: 0.97, aim: 0.99 },
    { metric: 'paced, 115200 baud: utilisation of the middle read', atLeast: 0.95, aim: 0.98 },
    { metric: 'paced, 921600 baud: utilisation of the middle read', atLeast: 0.85, aim: 0.95 },
    // Over the whole time, a busy machine takes its share.
    { metric: 'paced, 9600 baud: utilisation', atLeast: 0.8, aim: 0.99 },
    { metric: 'paced, 115200 baud: utilisation', atLeast: 0.55, aim: 0.98 },
    { metric: 'paced, 921600 baud: utilisation', atLeast: 0.5, aim: 0.95 },
    { metric: 'paced, 9600 baud: violations', atMost: 0, aim: 0 },
    { metric: 'paced, 115200 baud: violations', atMost: 0, aim: 0 },
    { metric: 'paced, 921600 baud: violations', atMost: 0, aim: 0 },
  ]),
  ...of('line', [
    { metric: 'line, read over RTU: to the cable', atMost: 20 },
    { metric: 'line, read over Modbus TCP: to the cable', atMost: 16 },
    { metric: 'line, read over Modbus TCP, 16 in flight: to the cable', atMost: 9.5 },
  ]),
  ...of('start', [
    { metric: 'start, bus read: time to empty command', atMost: 3.3 },
    { metric: 'start, one TCP read: time to modbus-serial', atMost: 1.6, aim: 0.8 },
    { metric: 'start, core: milliseconds', atMost: 3, aim: 0.3 },
  ]),
  ...of('size', [
    { metric: 'size, core.wasm: bytes', atMost: 4096, aim: 3600 },
    { metric: 'size, @bus/codec: of its budget', atMost: 1 },
    { metric: 'size, @bus/line: of its budget', atMost: 1 },
    { metric: 'size, @bus/modbus: of its budget', atMost: 1 },
  ]),
];

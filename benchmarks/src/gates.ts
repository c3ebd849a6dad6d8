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

const GARBAGE = ['clean', '5 % garbage', '50 % garbage'] as const;
const CHUNKS = ['64 B', '4 KiB'] as const;

/** Gates on frames found in traffic: `limits` by the share of garbage, then by the size of the chunks. */
function onTraffic(prefix: string, aim: number, limits: readonly (readonly [number, number])[]): Limits[] {
  return GARBAGE.flatMap((garbage, row) =>
    CHUNKS.map((chunk, column) => ({
      metric: `${prefix}, ${garbage}, chunks of ${chunk}: WASM to usual`,
      atLeast: limits[row]![column]!,
      aim,
    })),
  );
}

/** The gates, about a third looser than what was measured when they were set. */
export const gates: readonly Gate[] = [
  ...of(
    'scan',
    onTraffic('scan', 8, [
      [2.3, 2.8],
      [2.2, 2.7],
      [2.9, 3.4],
    ]),
  ),
  ...of('text', [
    ...onTraffic('text, ASCII', 20, [
      [7, 11],
      [6.5, 9.8],
      [4.8, 5.5],
    ]),
    ...onTraffic('text, DCON', 18, [
      [5.2, 7.4],
      [4.8, 6.6],
      [4.3, 5],
    ]),
  ]),
  ...of('hex', [
    { metric: 'hex, decode 4 B: public to Node', atLeast: 1.7 },
    { metric: 'hex, decode 253 B: public to Node', atLeast: 0.7 },
    { metric: 'hex, decode 4096 B: public to Node', atLeast: 1.5 },
    { metric: 'hex, encode 4 B: public to Node', atLeast: 3.3 },
    { metric: 'hex, encode 253 B: public to Node', atLeast: 1.4 },
    { metric: 'hex, encode 4096 B: public to Node', atLeast: 2.5 },
  ]),
  ...of('capture', [
    { metric: 'capture, 0 % garbage: WASM linear to naive', atLeast: 89, aim: 250 },
    { metric: 'capture, 5 % garbage: WASM linear to naive', atLeast: 90, aim: 250 },
    { metric: 'capture, 50 % garbage: WASM linear to naive', atLeast: 90, aim: 250 },
    { metric: 'capture, noise: WASM linear to naive', atLeast: 114, aim: 250 },
    { metric: 'capture, 0 % garbage: JS linear to naive', atLeast: 50, aim: 100 },
    { metric: 'capture, 5 % garbage: JS linear to naive', atLeast: 50, aim: 100 },
    { metric: 'capture, 50 % garbage: JS linear to naive', atLeast: 50, aim: 100 },
    { metric: 'capture, noise: JS linear to naive', atLeast: 55, aim: 100 },
    // The recordings are the same in every run, so these need no room.
    { metric: 'capture, 5 % garbage, 0 % strange functions: recall', atLeast: 0.998, aim: 0.9995 },
    { metric: 'capture, 5 % garbage, 0 % strange functions: precision', atLeast: 0.998, aim: 0.9995 },
    { metric: 'capture, 50 % garbage, 20 % strange functions: recall', atLeast: 0.995, aim: 0.999 },
    { metric: 'capture, 50 % garbage, 20 % strange functions: precision', atLeast: 0.995, aim: 0.999 },
  ]),
  ...of('crc-rivals', [
    { metric: 'crc16, 8 B: resident to best package', atLeast: 1.7, aim: 2.5 },
    { metric: 'crc16, 256 B: resident to best package', atLeast: 17, aim: 40 },
    { metric: 'crc16, 4 KiB: resident to best package', atLeast: 44, aim: 80 },
    { metric: 'crc16, 1 MiB: resident to best package', atLeast: 88, aim: 160 },
    { metric: 'crc16, 4 KiB: JS to best package', atLeast: 10, aim: 18 },
    { metric: 'crc16, 256 B: resident to table in JS', atLeast: 15, aim: 30 },
    { metric: 'crc16, 4 KiB: resident to table in JS', atLeast: 38, aim: 65 },
  ]),
  ...of('transaction', [
    { metric: 'transaction, 125 registers: view to jsmodbus', atLeast: 32, aim: 100 },
    { metric: 'transaction, 125 registers: array to jsmodbus', atLeast: 10, aim: 30 },
    { metric: 'transaction, 10 registers: array to jsmodbus', atLeast: 10 },
    { metric: 'transaction, 125 registers: array to modbus-serial', atLeast: 16 },
  ]),
  ...of('receive', [
    { metric: 'reception: to modbus-serial', atLeast: 2.9 },
    { metric: 'reception: to jsmodbus', atLeast: 95 },
  ]),
  ...of('tcp', [
    { metric: 'tcp, fast server, 1 in flight: rate to best rival', atLeast: 0.8, aim: 1.1 },
    { metric: 'tcp, fast server, 1 in flight: rate to bare socket', atLeast: 0.6, aim: 0.97 },
    { metric: 'tcp, fast server, 16 in flight: rate to best rival', atLeast: 2.6, aim: 1.7 },
    { metric: 'tcp, fast server, 64 in flight: rate to best rival', atLeast: 4.2, aim: 3 },
    { metric: 'tcp, libmodbus, 1 in flight: rate to best rival', atLeast: 0.67, aim: 1.1 },
  ]),
  ...of('connections', [
    { metric: 'connections, 16 TCP connections: rate to best rival', atLeast: 1.15, aim: 1.1 },
    { metric: 'connections, 64 TCP connections: rate to best rival', atLeast: 1.1, aim: 1.1 },
    { metric: 'connections, 256 TCP connections: rate to best rival', atLeast: 0.9, aim: 1.1 },
    { metric: 'connections, 256 TCP connections: memory to leanest rival', atMost: 1.35, aim: 0.8 },
    { metric: 'connections, 32 pseudo-terminals: rate to best rival', atLeast: 1.4, aim: 2 },
  ]),
  ...of('pty', [
    { metric: 'pty: rate to best rival', atLeast: 1, aim: 2 },
    { metric: 'pty: rate to bare descriptor', atLeast: 0.53 },
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
  ...of('lines', [{ metric: 'idle lines, Modbus TCP, open: kilobytes', atMost: 20 }]),
  ...of('line', [
    { metric: 'line, read over RTU: to the cable', atMost: 9 },
    { metric: 'line, read over Modbus TCP: to the cable', atMost: 8 },
    { metric: 'line, read over Modbus TCP, 16 in flight: to the cable', atMost: 5 },
  ]),
  ...of('start', [
    { metric: 'start, bus read: time to empty command', atMost: 1.7 },
    { metric: 'start, one TCP read: time to modbus-serial', atMost: 1, aim: 0.8 },
    { metric: 'start, core: milliseconds', atMost: 3, aim: 0.3 },
  ]),
  ...of('size', [
    { metric: 'size, core.wasm: bytes', atMost: 4096, aim: 3600 },
    { metric: 'size, @bus/codec: of its budget', atMost: 1 },
    { metric: 'size, @bus/line: of its budget', atMost: 1 },
    { metric: 'size, @bus/modbus: of its budget', atMost: 1 },
  ]),
];

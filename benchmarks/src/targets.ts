import type { Gate } from './gates.js';
import type { SuiteName } from './options.js';

/** What the design asks for. Not a gate: a target that is missed does not fail a run, and the page says why. */
export interface Target extends Gate {
  /** What is known of why it is missed. */
  readonly because?: string;
  /** The better target, where the one of the design has proved wrong: what the reason allows on the machine of the page. */
  readonly instead?: number;
}

const PACKAGE =
  'The best package is measured by its leanest entry, which copies nothing: `crc` as it is usually imported, which jsmodbus uses, takes longer.';
const SCANNING =
  'The usual scanner takes 2.7 to 3.1 ns for a byte of this traffic, hardly more than the table of its checksum alone. With 32 bytes in a frame on average, ours gains little by its checksum; what is left are 12 to 20 ns of instructions for a frame, and the guesses of the processor that go wrong: whether it is a question or an answer, how long it is, and where noise ends.';
const SCANNING_CHUNKS = `${SCANNING} Of a chunk of 64 bytes, a third of the time is spent on its copy (16 ns), the rest of \`write\` (6 ns) and the call (10 ns), and it cuts one frame, which is looked at twice.`;
const SKIPPING =
  'The usual way passes over garbage with `indexOf` or `split`, at the speed of memory; ours tells it from frames that begin in it, and a guess of the processor goes wrong at each piece.';
const CALLS =
  'Of some 80 ns for a chunk of 64 bytes, the copy (16 ns), the rest of `write` (6 ns) and the call (10 ns) are 40 %, and the frame that the chunk cuts is read twice: in chunks of 4 KiB the same search is twice as fast against the usual way.';
const CAPTURING =
  'The naive search does nothing but wait for its table; the linear one reads tables six times for each byte, and their parts in use, some 35 KB, do not quite fit into the nearest cache. In JavaScript each of these reads is tested for its bounds as well.';
const ENGINE =
  'What the line engine takes for a read (see Line engine) comes on top of what the bare socket takes, and nearly all of that is spent in the system.';
const HEAP =
  'A connection takes 13 kB of the heap (jsmodbus 3 kB, modbus-serial 15 kB); the rest is the young generation, which grows to the same size in all clients, and the code.';

const DELAYS =
  'Over the whole time, what other programs on the machine delay counts as well; the utilisation of the middle read leaves it out.';

const of = (suite: SuiteName, targets: readonly Omit<Target, 'suite'>[]): Target[] =>
  targets.map(target => ({ suite, ...target }));

const TRAFFIC = ['clean', '5 % garbage', '50 % garbage'].flatMap(garbage =>
  ['64 B', '4 KiB'].map(chunk => `${garbage}, chunks of ${chunk}: WASM to usual`),
);
const CAPTURED = ['0 % garbage', '5 % garbage', '50 % garbage', 'noise'];

const scanReason = (name: string): string => (name.includes('64 B') ? SCANNING_CHUNKS : SCANNING);
const textReason = (name: string): string => (name.includes('64 B') ? CALLS : SKIPPING);

export const targets: readonly Target[] = [
  ...of(
    'scan',
    TRAFFIC.map(name => ({ metric: `scan, ${name}`, atLeast: 4, because: scanReason(name) })),
  ),
  ...of('text', [
    ...TRAFFIC.map(name => ({ metric: `text, ASCII, ${name}`, atLeast: 10, because: textReason(name) })),
    ...TRAFFIC.map(name => ({ metric: `text, DCON, ${name}`, atLeast: 9, because: textReason(name) })),
  ]),
  ...of(
    'capture',
    CAPTURED.flatMap(name => [
      { metric: `capture, ${name}: WASM linear to naive`, atLeast: 130, because: CAPTURING },
      { metric: `capture, ${name}: JS linear to naive`, atLeast: 50, because: CAPTURING },
    ]),
  ),
  ...of('capture', [
    { metric: 'capture, 5 % garbage, 0 % strange functions: recall', atLeast: 0.998 },
    { metric: 'capture, 5 % garbage, 0 % strange functions: precision', atLeast: 0.998 },
    { metric: 'capture, 50 % garbage, 20 % strange functions: recall', atLeast: 0.995 },
    { metric: 'capture, 50 % garbage, 20 % strange functions: precision', atLeast: 0.995 },
  ]),
  ...of('crc-rivals', [
    { metric: 'crc16, 8 B: resident to best package', atLeast: 1.7 },
    { metric: 'crc16, 256 B: resident to best package', atLeast: 25, because: PACKAGE },
    { metric: 'crc16, 4 KiB: resident to best package', atLeast: 55, because: PACKAGE },
    { metric: 'crc16, 1 MiB: resident to best package', atLeast: 100 },
    { metric: 'crc16, 4 KiB: JS to best package', atLeast: 12 },
    {
      metric: 'crc16, 256 B: resident to table in JS',
      atLeast: 20,
      because: 'About a third of the time is the call into WebAssembly, as the sum of 8 bytes shows.',
    },
    { metric: 'crc16, 4 KiB: resident to table in JS', atLeast: 45 },
  ]),
  ...of('transaction', [
    {
      metric: 'transaction, 125 registers: view to jsmodbus',
      atLeast: 60,
      because:
        'Of about 120 ns the search with its checksum takes 65, the request 30, and the copy into the window 20, which a read from a socket puts there by itself.',
    },
    {
      metric: 'transaction, 125 registers: array to jsmodbus',
      atLeast: 18,
      because:
        'An array of 125 numbers has 1 kB: to make, to fill and to collect it takes 0.2 to 0.3 µs, which is nearly all that the target allows. Whoever reads so much and so often takes a view.',
    },
  ]),
  ...of('tcp', [
    { metric: 'tcp, fast server, 1 in flight: rate to best rival', atLeast: 1 },
    { metric: 'tcp, fast server, 1 in flight: rate to bare socket', atLeast: 0.9, because: ENGINE },
    { metric: 'tcp, fast server, 16 in flight: rate to best rival', atLeast: 1.3 },
    { metric: 'tcp, fast server, 64 in flight: rate to best rival', atLeast: 1.5 },
  ]),
  ...of('connections', [
    { metric: 'connections, 64 TCP connections: rate to best rival', atLeast: 1 },
    { metric: 'connections, 256 TCP connections: rate to best rival', atLeast: 1 },
    { metric: 'connections, 256 TCP connections: memory to leanest rival', atMost: 1, because: HEAP },
  ]),
  ...of('pty', [{ metric: 'pty: rate to best rival', atLeast: 1.2 }]),
  ...of('paced', [
    { metric: 'paced, 9600 baud: utilisation', atLeast: 0.97, because: DELAYS },
    { metric: 'paced, 115200 baud: utilisation', atLeast: 0.95, because: DELAYS },
    { metric: 'paced, 921600 baud: utilisation', atLeast: 0.85, because: DELAYS },
    { metric: 'paced, 9600 baud: violations', atMost: 0 },
    { metric: 'paced, 115200 baud: violations', atMost: 0 },
    { metric: 'paced, 921600 baud: violations', atMost: 0 },
  ]),
  ...of('start', [
    { metric: 'start, one TCP read: time to modbus-serial', atMost: 1 },
    { metric: 'start, core: milliseconds', atMost: 0.8 },
  ]),
  ...of('size', [{ metric: 'size, core.wasm: bytes', atMost: 4096 }]),
];

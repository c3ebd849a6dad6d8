import { errorKinds, grouped, HEADINGS, type Results, summaryRows, table, thousands } from '../report.js';
import type { CellResult } from '../run-matrix.js';
import { addCounts, type Counts } from '../tally.js';

const HOW = `## Other packages

The same cells, the same chances, and the same bytes from the devices, for modbus-serial 8.0.25 and jsmodbus 5.0.0. No other client of
Modbus that is kept up was found on npm, and none of DCON or 232DRIO.

- On serial lines they have the real \`SerialPort\` of serialport 13.0.0 above a binding that ends in the simulated wire; on
  connections they have a \`net.Socket\` that does, which passes the same tests as the platform's own on loopback.
- Their timers are those of the matrix; their time-out is the same as ours; they repeat nothing, so they are to be compared with *no
  retries*.
- They are used as their documents say: modbus-serial with \`connectRTUBuffered\`, \`connectAsciiSerial\`, \`linkTCP\` and \`linkTelnet\` (its
  RTU over TCP), one question at a time, with the pause of 100 ms that its README has between two devices; jsmodbus with a client for
  each unit on one port or socket, and one question at a time on the line. *Concurrent* means that callers do not wait for one another:
  modbus-serial is asked at once and without the pause, and the clients of jsmodbus use their own queues.
- When a port or connection is closed after an error, it is opened again with a new port or socket. Where it stays open, it is kept.
- More values than were asked for are cut off before they are compared.
- jsmodbus has no ASCII, and does not document RTU over TCP.

What made values wrong:

- modbus-serial (RTU, ASCII, RTU over TCP) takes the first frame of the right unit, function and length for the answer, whether it came
  before the question or after it: a late or second answer becomes the value of the next question of the same form.
- modbus-serial and jsmodbus do not compare the byte count of an answer with what was asked: fewer values than were asked for come back,
  none at all (the echo of a question that has the length of its answer), or some that were read from the checksum.
- modbus-serial does not compare the address and the value that confirm a write with those that were written.
- modbus-serial, concurrent, keeps one open question on a serial line, so that an answer goes to whoever asked last; the others
  time out, also when nothing is wrong on the line.
- jsmodbus does not compare the length of an answer with what was asked, nor what confirms a write: a late answer of the same function
  is taken.

What cost answers: jsmodbus and the Modbus TCP of both read on where the last frame ended, and never look for the beginning of another:
one byte too many or too few, and nothing is understood until the port is opened anew.`;

/** What the page says of other packages' clients: how they were asked, and what these runs found; nothing without runs. */
export function rivalSection(runs: readonly Results[]): string[] {
  if (runs.length === 0) return [];
  const cells = runs.flatMap(run => run.cells);
  const clients = [...new Set(cells.map(({ client }) => client))];
  const { exchanges } = addCounts(cells.map(({ counts }) => counts));
  return [
    HOW,
    `${thousands(exchanges)} exchanges, seed ${runs.map(({ seed }) => seed).join(', ')}:`,
    table(HEADINGS, summaryRows(cells), 2),
    ...clients.map(client => {
      const own = cells.filter(cell => cell.client === client);
      return `Errors of ${client}: ${errorKinds(own)}.`;
    }),
    '### Other packages by fault',
    'Right values in percent / wrong values.',
    table(['fault', ...clients], faultByClient(cells, clients), 1),
  ];
}

function faultByClient(cells: readonly CellResult[], clients: readonly string[]): string[][] {
  return grouped(cells, ({ fault }) => [fault]).map(([[fault]]) => {
    const struck = cells.filter(cell => cell.fault === fault);
    const byClient = new Map(
      grouped(struck, ({ client }) => [client]).map(([[name], counts]) => [name, counts]),
    );
    return [fault!, ...clients.map(client => share(byClient.get(client)))];
  });
}

function share(counts: Counts | undefined): string {
  if (counts === undefined) return '–';
  const percent = ((100 * counts.right) / counts.exchanges).toFixed(1);
  return `${percent} / ${thousands(counts.wrong)}`;
}

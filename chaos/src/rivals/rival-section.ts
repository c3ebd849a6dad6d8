import { errorKinds, grouped, HEADINGS, type Results, summaryRows, table, thousands } from '../report.js';
import type { CellResult } from '../run-matrix.js';
import { addCounts, type Counts } from '../tally.js';

const HOW = `## Other packages

The same cells, the same chances, and the same devices, for modbus-serial 8.0.25 and jsmodbus 5.0.0. Left out: modbus-stream, which needs
a serialport below version 7, and h5.modbus, of which there is one version, 0.1.0. No package for DCON or 232DRIO was found on npm.

- On serial lines they have the real \`SerialPort\` of serialport 13.0.0 above a binding that ends in the simulated wire; on
  connections they have a \`net.Socket\` that does, which passes the same tests as the platform's own on loopback.
- Their timers are those of the matrix. Their time-out is the same as ours. They repeat nothing, so they are to be compared with *no
  retries*.
- They are used as their documents say: modbus-serial with \`connectRTUBuffered\`, \`connectAsciiSerial\`, \`linkTCP\` and \`linkTelnet\` (its
  RTU over TCP), one question at a time, and except on TCP with the pause of 100 ms that its README has between two devices; jsmodbus
  with a client for each unit on one port or socket, and one question at a time on the line. *Concurrent* means that callers do not
  wait for one another: modbus-serial is asked at once and without the pause, and the clients of jsmodbus use their own queues.
- When a port or connection is closed after an error, a new one is opened. Where it stays open, it is kept.
- More values than were asked for are cut off before they are compared.
- jsmodbus has no ASCII, and does not document RTU over TCP.

What makes values wrong:

- modbus-serial over RTU, ASCII and RTU over TCP takes the first frame of the right unit, function and length for the answer, even if it
  came before the question: a late answer, or a second copy of one (on a serial line: when it came in one piece with the first),
  becomes the value of the next question of the same form.
- In ASCII an answer whose end was damaged is kept as well, and taken when the next one comes.
- jsmodbus over RTU takes the first frame of the right unit and function, of whatever length.
- Neither compares the byte count in an answer with what was asked. Fewer values come back, or none: the echo of a question for 24 coils
  has the length of its answer.
- modbus-serial over TCP does not look at the protocol identifier, by which some damaged frames could be known.
- modbus-serial keeps one open question on a line that is not TCP. When it is asked for more at once, an answer goes to whoever asked
  last, and the others time out, also when nothing is wrong on the line. The clients of jsmodbus, one for each
  unit, do not wait for one another either: on a serial line their questions meet the answers to others, and spoil them.

What costs answers, or more:

- jsmodbus, and modbus-serial over TCP, read on where the last frame ended, and never look for the beginning of another: after one byte
  too many or too few nothing is understood until the port or connection is opened anew, which they do not ask for. Here that lasts
  until the block of 500 exchanges ends. (Real TCP does not lose bytes; a gateway to a serial line may.)
- A connection that is half open is never given up.
- modbus-serial over ASCII throws where nobody can catch it when a line has fewer than two characters, or when a write
  fails because the port has vanished; in an application that ends the process. These are the *rejections*.`;

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

import {
  errorKinds,
  faultRows,
  HEADINGS,
  ownCells,
  type Results,
  rivalCells,
  summaryRows,
  table,
  thousands,
  verdictLine,
  withCells,
} from './report.js';
import { rivalSection } from './rivals/rival-section.js';
import { addCounts } from './tally.js';

const METHOD = `# The fault matrix

<!-- Made by 'npm run chaos -- --write-docs' from the results of runs. Change chaos/src/document.ts instead. -->

What clients make of a line on which things go wrong: each client, in each framing, under each fault. Every right value is
known before it is asked for, and no other register, coil, channel or unit has the same.

## Method

    npm run chaos                                    100,000 exchanges; part of npm test as well
    npm run chaos -- --exchanges 5000000 --json results.json
    npm run chaos -- --only rtu --fault 'doubled' --client '@bus/modbus' --callers 4 --seed 7
    npm run chaos -- --rivals                        other packages' clients as well
    npm run chaos -- --write-docs results.json,more.json

- Everything lives in virtual time, on the wire of @bus/sim: characters take their time at 9600, 19,200 or 115,200 bit/s, stations that
  speak at once spoil each other's bytes, and a late answer is late. What happens depends on the seed alone: a run gives the same
  bytes at the same times each time, on any machine.
- A cell is a client, a framing, a fault, and 1 or 4 callers at once. It has chances of its own, derived from the seed, so that one
  cell, and one block of 500 exchanges of it, can be run again alone. A wrong value is printed with the line that does
  that, and with the last 30 events on the wire.
- A fault strikes 15 % of the answers (a few: less or all). *Everything at once* is each fault at 2 %. Most questions follow at once
  upon the answer before, which is the hardest.
- Faults are those of a bus: bits, bytes, echo, noise, other masters, adaptors that hand bytes over every 16 ms, answers that come
  up to three time-outs after their question, in another order, or twice, and ports and connections that vanish, half open, or
  restart. They strike answers; requests are lost, or cut off by a port that vanishes.
- A value is **wrong** when it is not what the device holds. A write is wrong when it is confirmed and the device never carried it out,
  or when its error says that it was not carried out and it was.
- A wrong value is **unseen**, and counted apart, only when a sound frame with just that value was among the bytes that the client
  was given and no device has ever sent that frame: then the damage has made one sound frame of another. TCP, DCON without
  checksum and 232DRIO have no checksum, so that every such frame is unseen there. (Real TCP has one below Modbus.)
- A call that takes 100 time-outs hangs. *Recovered* is how many exchanges it takes after a struck one until a value is right again:
  median and most.
- Clients run with their default options, at a time-out of 100 to 250 ms; *no retries* means that reads are not repeated.`;

const LIMITS = `## Limits

What a client of these protocols cannot know, and the number up to which ours is safe:

- An answer that comes later than three time-outs after its question (more exactly: than \`timeout\` and \`lateWindow\` together, which
  include its time on the wire and 20 ms in an adaptor) can pass for the answer to a later question of the same unit, function and length.
- A copy of an answer is recognised when it begins right behind the original, and comes no later than its own time on the wire and
  20 ms after it. One that comes later, when the next question of the same shape is out, can pass for the answer to that.
- Another master that asks the same unit for as much at the same time: nothing in its answer says whose it is.`;

/** The page of the documentation: the method, and what all these runs found together. */
export function makeDocument(runs: readonly Results[]): string {
  const own = withCells(runs, ownCells);
  const cells = own.flatMap(run => run.cells);
  const seeds = own.map(({ seed }) => seed).join(', ');
  const nodes = [...new Set(own.map(({ node }) => node))].join(', ');
  const days = addCounts(cells.map(({ counts }) => counts)).time / 86_400_000;
  const clients = [...new Set(cells.map(({ client }) => client))];
  const { expected, unseen } = addCounts(
    cells
      .filter(({ framing, fault }) => fault === 'bit flips' && framing.startsWith('rtu'))
      .map(({ counts }) => counts),
  );
  const faults = clients.flatMap(client => {
    const mine = cells.filter(cell => cell.client === client);
    const [, , ...headings] = HEADINGS;
    return [
      `### ${client}`,
      table(['fault', ...headings], faultRows(mine), 1),
      `Errors: ${errorKinds(mine)}.`,
    ];
  });
  return `${[
    METHOD,
    LIMITS,
    '## Result',
    `${verdictLine(cells)}. Seed ${seeds}; ${days.toFixed(1)} days on the wire; Node ${nodes}.`,
    table(HEADINGS, summaryRows(cells), 2),
    `Of the RTU answers in which bits were inverted, CRC-16 lets ${expected.toFixed(2)} through by theory (exactly computed, from how many bits of how many were inverted); ${thousands(unseen)} became values.`,
    '## By fault',
    ...faults,
    ...rivalSection(withCells(runs, rivalCells)),
  ].join('\n\n')}\n`;
}

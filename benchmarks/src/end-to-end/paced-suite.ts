import { readHoldingRegisters, rtuFraming } from '@bus/modbus';
import type { MeasureOptions } from '../measure.js';
import { median } from '../statistics.js';
import type { CaseResult, SuiteResult } from '../suite.js';
import { formatTable, significant } from '../table.js';
import { type ContenderName, START, UNIT } from './contender.js';
import type { Score } from './duel.js';
import { cpuOf, rateOf } from './sample.js';
import { play, type Scenario, turnsOf } from './scenario.js';
import { leastTransactionTime } from './wire-time.js';

const BAUDS = [9600, 115_200, 921_600];
const REGISTERS = 10;
/** Most turns: each is long, so few are enough. */
const MOST_TURNS = 7;
const TURN = 900;

/** Characters of the request and of the answer. */
function charactersOf(quantity: number): number {
  const request = readHoldingRegisters.encodeRequest({ startAddress: START, quantity });
  const answer = readHoldingRegisters.encodeResponse({ registers: new Array<number>(quantity).fill(0) });
  return rtuFraming.wrap(UNIT, request).length + rtuFraming.wrap(UNIT, answer).length;
}

const scenarioOf = (baud: number): Scenario => ({
  name: `${baud} baud`,
  ...{ peer: 'paced-device', peerArgs: [String(baud)], turn: TURN, account: 'tell' },
  task: { medium: 'serial', baud, registers: REGISTERS },
  // Bare bytes know no time-out, and without silences they would wait for ever.
  contenders: ['ours', 'modbus-serial', 'jsmodbus'],
});

interface Row {
  readonly baud: number;
  readonly contender: ContenderName;
  readonly rate: number;
  /** Share of the rate that the wire allows, 0..1, over the whole time. */
  readonly utilisation: number;
  /** The same of the middle one of the answered reads: what it would be if nothing else ran on the machine. */
  readonly middle: number;
  readonly cpu: number;
  readonly failed: number;
  readonly violations: number;
}

function rowOf(baud: number, { contender, samples, account = '' }: Score): Row {
  const rate = median(samples.map(rateOf));
  const [, violations] = account.split(' ').map(Number);
  const least = leastTransactionTime(baud, charactersOf(REGISTERS));
  return {
    ...{ baud, contender, rate, violations: violations! },
    utilisation: (rate * least) / 1000,
    middle: least / median(samples.flatMap(sample => sample.middle ?? [])),
    cpu: median(samples.map(cpuOf)),
    failed: samples.reduce((sum, sample) => sum + sample.failed, 0),
  };
}

/** RTU over a line that takes its time, with a unit that insists on silence before each request. */
export async function pacedSuite(options: MeasureOptions): Promise<SuiteResult> {
  const rows: Row[] = [];
  for (const baud of BAUDS) {
    const scores = await play(scenarioOf(baud), Math.min(MOST_TURNS, turnsOf(options)));
    rows.push(...scores.map(score => rowOf(baud, score)));
  }
  const cells = rows.map(({ baud, contender, rate, utilisation, middle, cpu, failed, violations }) => [
    ...[`${baud} baud`, contender, significant(rate), utilisation.toFixed(3)],
    // Without the silences a read takes less than the least time.
    violations === 0 ? middle.toFixed(3) : '-',
    ...[significant(cpu), String(failed), String(violations)],
  ]);
  const head = [
    '',
    'client',
    'reads/s',
    'utilisation',
    'middle read',
    'CPU µs per read',
    'failed',
    'violations',
  ];
  const metrics = rows
    .filter(({ contender }) => contender === 'ours')
    .flatMap(({ baud, utilisation, middle, violations }) => [
      [`paced, ${baud} baud: utilisation`, utilisation],
      [`paced, ${baud} baud: utilisation of the middle read`, middle],
      [`paced, ${baud} baud: violations`, violations],
    ]);
  return {
    title: 'RTU over a paced line',
    text: [
      'Reads of 10 registers. Utilisation is the least time that request, answer and both silences take on the wire, over the time that was taken; that of the middle read leaves out what other programs on the machine delayed, and questions that were not answered. A request that comes before the line was silent for 3.5 characters (1.75 ms above 19200 baud) is a violation: it is ignored, and its client waits for its time-out of 200 ms.',
      formatTable(head, cells),
    ],
    cases: rows.map(
      ({ baud, contender, rate, utilisation, cpu }): CaseResult => ({
        case: `${baud} baud, ${contender}`,
        medianNs: 1e9 / rate,
        ratio: utilisation,
        cpuMicroseconds: cpu,
      }),
    ),
    jsWins: [],
    metrics: Object.fromEntries(metrics),
  };
}

import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { MeasureOptions } from '../measure.js';
import { startPeer } from '../peers/start-peer.js';
import { median, medianRatio } from '../statistics.js';
import type { CaseResult, SuiteResult } from '../suite.js';
import { formatTable, significant } from '../table.js';

const execute = promisify(execFile);
const besides = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const BUS = fileURLToPath(new URL('./bin/bus.js', import.meta.resolve('@bus/cli/package.json')));
/** A sample is a process, which takes a while. */
const MOST_ROUNDS = 15;

const NODE = 'node alone';
const OCLIF = '@oclif/core and an empty command';
const READ = 'bus read, simulated';
const OURS = '@bus/modbus, one TCP read';
const THEIRS = 'modbus-serial, one TCP read';

/** Whole processes, from their start to their end, in turns. */
export async function startSuite({ rounds }: MeasureOptions): Promise<SuiteResult> {
  const server = await startPeer('fast-server');
  try {
    const [port] = server.ready;
    const programs: Readonly<Record<string, readonly string[]>> = {
      [NODE]: ['-e', ''],
      [OCLIF]: [besides('empty-command.js')],
      [READ]: [BUS, 'read', '--port', 'sim:', '--slave', '1', '--reg', '289', '--decimals', '1'],
      [OURS]: [besides('one-read-child.js'), 'ours', port!],
      [THEIRS]: [besides('one-read-child.js'), 'modbus-serial', port!],
    };
    const count = Math.min(rounds, MOST_ROUNDS);
    return await result(await timesOf(programs, count), await coreTimes(count));
  } finally {
    await server.stop();
  }
}

type Times = ReadonlyMap<string, readonly number[]>;

/** Milliseconds of each program, round by round. */
async function timesOf(
  programs: Readonly<Record<string, readonly string[]>>,
  rounds: number,
): Promise<Times> {
  const names = Object.keys(programs);
  const times = new Map(names.map(name => [name, [] as number[]]));
  // The first round only brings the files into the system's cache.
  for (let round = -1; round < rounds; round += 1) {
    for (let place = 0; place < names.length; place += 1) {
      const name = names[(place + round + 1) % names.length]!;
      const before = performance.now();
      await execute(process.execPath, [...programs[name]!]);
      if (round >= 0) times.get(name)!.push(performance.now() - before);
    }
  }
  return times;
}

async function coreTimes(rounds: number): Promise<number[]> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const { stdout } = await execute(process.execPath, [besides('core-child.js')]);
    times.push(Number(stdout));
  }
  return times;
}

async function result(times: Times, core: readonly number[]): Promise<SuiteResult> {
  const alone = times.get(NODE)!;
  const rows = Array.from(times, ([name, values]) => ({
    name,
    time: median(values),
    added: median(values.map((value, round) => value - alone[round]!)),
  }));
  const ratio = (name: string, other: string): number => 1 / medianRatio(times.get(other)!, times.get(name)!);
  return {
    title: 'Starts of programs',
    text: [
      'Milliseconds of whole processes, and how much of them is not the start of Node itself.',
      formatTable(
        ['', 'ms', 'without Node'],
        rows.map(({ name, time, added }) => [name, significant(time), significant(added)]),
      ),
      `The WebAssembly core is ready ${significant(median(core))} ms after it is asked for.`,
    ],
    cases: rows.map(
      ({ name, time }): CaseResult => ({ case: name, medianNs: time * 1e6, ratio: 1 / ratio(name, NODE) }),
    ),
    jsWins: [],
    metrics: {
      'start, bus read: time to empty command': ratio(READ, OCLIF),
      'start, one TCP read: time to modbus-serial': ratio(OURS, THEIRS),
      'start, core: milliseconds': median(core),
    },
  };
}

import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { MeasureOptions } from './measure.js';
import { median, medianRatio, winner } from './statistics.js';
import type { CaseResult, SuiteResult } from './suite.js';
import { formatRatio, formatTable, significant } from './table.js';

const CHILD = fileURLToPath(new URL('cold-child.js', import.meta.url));
const WORK = ['crc16', 'scan'] as const;
const TITLES = { crc16: 'import and CRC-16 of 256 bytes', scan: 'import and first frame found' };
/** A sample is a process, which takes a while. */
const MAX_ROUNDS = 31;
const execute = promisify(execFile);

interface Sample {
  readonly milliseconds: number;
  readonly result: number;
}

async function sample(what: string): Promise<Sample> {
  const { stdout } = await execute(process.execPath, [CHILD, what]);
  return JSON.parse(stdout) as Sample;
}

/**
 * Both sides of one row, JavaScript first, in two fresh processes one after the other; milliseconds.
 *
 * @param swapped runs the WASM side before the other.
 * @throws {Error} when the two disagree.
 */
async function pair(work: string, swapped: boolean): Promise<[number, number]> {
  const early = swapped ? await sample(`${work}-wasm`) : undefined;
  const js = await sample(`${work}-js`);
  const wasm = early ?? (await sample(`${work}-wasm`));
  if (js.result !== wasm.result)
    throw new Error(`${work}: ${js.result} in JavaScript, ${wasm.result} in WASM`);
  return [js.milliseconds, wasm.milliseconds];
}

/** From the import to the first result, in processes of their own. */
export async function coldSuite(options: MeasureOptions): Promise<SuiteResult> {
  const rounds = Math.min(options.rounds, MAX_ROUNDS);
  const times = { crc16: [[], []] as number[][], scan: [[], []] as number[][] };
  // The first round only brings the files into the system's cache.
  for (let round = -1; round < rounds; round++) {
    for (const work of WORK) {
      const both = await pair(work, round % 2 === 0);
      if (round >= 0) for (const [i, value] of both.entries()) times[work][i]!.push(value);
    }
  }
  const rows = WORK.map(work => {
    const [js = [], wasm = []] = times[work];
    return { work, medians: [median(js), median(wasm)], ratio: medianRatio(js, wasm) };
  });
  const table = formatTable(
    ['', 'JS ms', 'WASM ms', 'WASM/JS', 'winner'],
    rows.map(({ work, medians, ratio }) => [
      TITLES[work],
      ...medians.map(significant),
      formatRatio(ratio),
      winner(ratio),
    ]),
  );
  return {
    title: 'Cold start',
    text: [`In ${rounds} fresh processes each, without the start of Node itself.`, table],
    cases: rows.flatMap(({ work, medians, ratio }): CaseResult[] =>
      ['js', 'wasm'].map((way, k) => ({
        case: `${TITLES[work]}, ${way}`,
        medianNs: medians[k]! * 1e6,
        ratio: k === 0 ? 1 : ratio,
      })),
    ),
    jsWins: rows
      .filter(({ ratio }) => winner(ratio) === 'JS')
      .map(
        ({ work, medians }) =>
          `cold start, ${TITLES[work]} (${medians.map(significant).join(' against ')} ms)`,
      ),
  };
}

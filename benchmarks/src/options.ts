import { parseArgs } from 'node:util';

export const SUITES = [
  'checksums',
  'crossover',
  'scan',
  'text',
  'hex',
  'capture',
  'cold',
  'crc-rivals',
  'transaction',
  'receive',
  'tcp',
  'connections',
  'pty',
  'paced',
  'line',
  'lines',
  'start',
  'size',
] as const;
export type SuiteName = (typeof SUITES)[number];

/** Suites that belong together; those that are in none of these lists are `codec`. */
const LISTED = {
  rivals: ['crc-rivals', 'transaction', 'receive'],
  'end-to-end': ['tcp', 'connections', 'pty', 'paced'],
  overhead: ['line', 'lines', 'start', 'size'],
} as const satisfies Readonly<Record<string, readonly SuiteName[]>>;

export const PARTS = ['codec', 'rivals', 'end-to-end', 'overhead'] as const;
export type PartName = (typeof PARTS)[number];

/** The part that a suite belongs to. */
export function partOf(suite: SuiteName): PartName {
  const lists = Object.entries(LISTED) as [PartName, readonly SuiteName[]][];
  return lists.find(([, suites]) => suites.includes(suite))?.[0] ?? 'codec';
}

export interface Options {
  readonly suites: readonly SuiteName[];
  readonly rounds: number;
  /** How long one case takes its turn, in milliseconds. */
  readonly slice: number;
  readonly quick: boolean;
  /** Hold the results against the gates. */
  readonly check: boolean;
  /** Measure nothing, and make the page of the documentation from the newest results. */
  readonly writeDocs: boolean;
}

export const USAGE = `Usage: npm run bench -- [--only name,…] [--rounds n] [--quick] [--check] [--write-docs]
  parts: ${PARTS.join(', ')}; suites: ${SUITES.join(', ')}`;

const ROUNDS = 101;
const QUICK_ROUNDS = 5;
// Much shorter than what the system gives a program before the next one's turn: on a busy machine most turns of a case
// then pass without an interruption, and the median is one of those.
const SLICE_MS = 0.25;

/**
 * What the command line asks for.
 *
 * @throws {Error} when it asks for something unknown; the message says what is possible.
 */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string' },
      rounds: { type: 'string' },
      quick: { type: 'boolean', default: false },
      check: { type: 'boolean', default: false },
      'write-docs': { type: 'boolean', default: false },
    },
  });
  const { only, quick, check } = values;
  const rounds = Number(values.rounds ?? (quick ? QUICK_ROUNDS : ROUNDS));
  if (!Number.isInteger(rounds) || rounds < 1 || rounds > 1000)
    throw new RangeError(`--rounds must be a whole number from 1 to 1000, not ${values.rounds}`);
  const suites = only === undefined ? SUITES : chosenSuites(only.split(','));
  return { suites, rounds, slice: SLICE_MS, quick, check, writeDocs: values['write-docs'] };
}

function chosenSuites(names: readonly string[]): readonly SuiteName[] {
  const known: readonly string[] = [...PARTS, ...SUITES];
  const unknown = names.find(name => !known.includes(name));
  if (unknown !== undefined)
    throw new RangeError(`--only must be one of ${known.join(', ')}, or several with commas, not ${unknown}`);
  return SUITES.filter(suite => names.includes(suite) || names.includes(partOf(suite)));
}

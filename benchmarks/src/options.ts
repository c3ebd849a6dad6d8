import { parseArgs } from 'node:util';

export const SUITES = ['checksums', 'crossover', 'scan', 'capture', 'cold'] as const;
export type SuiteName = (typeof SUITES)[number];

export interface Options {
  readonly suites: readonly SuiteName[];
  readonly rounds: number;
  /** How long one case takes its turn, in milliseconds. */
  readonly slice: number;
  readonly quick: boolean;
}

export const USAGE = `Usage: npm run bench -- [--only ${SUITES.join('|')}] [--rounds n] [--quick]`;

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
    },
  });
  const { only, quick } = values;
  const rounds = Number(values.rounds ?? (quick ? QUICK_ROUNDS : ROUNDS));
  if (!Number.isInteger(rounds) || rounds < 1 || rounds > 1000)
    throw new RangeError(`--rounds must be a whole number from 1 to 1000, not ${values.rounds}`);
  const suites = only === undefined ? SUITES : SUITES.filter(name => name === only);
  if (suites.length === 0) throw new RangeError(`--only must be one of ${SUITES.join(', ')}, not ${only}`);
  return { suites, rounds, slice: SLICE_MS, quick };
}

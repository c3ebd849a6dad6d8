import { parseArgs } from 'node:util';
import { type Cell, cellsOf } from './cell.js';
import { allFaults } from './faults/all-faults.js';
import type { Subject } from './subject.js';

export interface Options {
  readonly seed: number;
  /** Over all cells. */
  readonly exchanges: number;
  readonly cells: readonly Cell[];
  readonly firstBlock: number;
  /** Tell each wrong value of other packages' clients, too: they were asked for by name. */
  readonly rivalsInDetail: boolean;
  /** Where the results go as JSON. */
  readonly json: string | undefined;
  /** Make the page of the documentation from the results in these files instead. */
  readonly writeDocs: readonly string[] | undefined;
}

export const USAGE = `Usage: npm run chaos -- [--seed n] [--exchanges n] [--only framing,…] [--fault name,…] [--client name,…]
                       [--callers n] [--block n] [--rivals] [--json file] [--write-docs [file,…]]`;

const EXCHANGES = 100_000;
const RESULTS = 'results.json';

/**
 * What the command line asks for.
 *
 * @param subjects the clients that can be chosen; other packages' are only when asked for: by name, or all by `--rivals`.
 * @throws {RangeError} it asks for something unknown; the message says what there is.
 */
export function readOptions(args: readonly string[], subjects: readonly Subject[]): Options {
  const { values } = parseArgs({
    args: args.map((arg, index) =>
      arg === '--write-docs' && (args[index + 1] ?? '--').startsWith('--') ? `${arg}=${RESULTS}` : arg,
    ),
    options: {
      seed: { type: 'string', default: '1' },
      exchanges: { type: 'string', default: String(EXCHANGES) },
      only: { type: 'string' },
      fault: { type: 'string' },
      client: { type: 'string' },
      callers: { type: 'string' },
      rivals: { type: 'boolean', default: false },
      block: { type: 'string', default: '0' },
      json: { type: 'string' },
      'write-docs': { type: 'string' },
    },
  });
  const framings = namesFrom('--only', values.only, [
    ...new Set(subjects.flatMap(({ framings }) => framings)),
  ]);
  const faults = namesFrom('--fault', values.fault, [...new Set(allFaults.map(({ name }) => name))]);
  const clients =
    values.client === undefined
      ? subjects.filter(({ rival }) => values.rivals || !rival).map(({ name }) => name)
      : namesFrom(
          '--client',
          values.client,
          subjects.map(({ name }) => name),
        );
  const callers = values.callers === undefined ? undefined : wholeNumber('--callers', values.callers, 1);
  const cells = cellsOf(subjects, allFaults, { framings, faults, clients }).filter(
    cell => callers === undefined || cell.callers === callers,
  );
  if (cells.length === 0) throw new RangeError('no cell of the matrix is all of that');
  return {
    seed: wholeNumber('--seed', values.seed, 0),
    exchanges: wholeNumber('--exchanges', values.exchanges, 1),
    cells,
    firstBlock: wholeNumber('--block', values.block, 0),
    rivalsInDetail: values.client !== undefined,
    json: values.json,
    writeDocs: values['write-docs']?.split(','),
  };
}

function wholeNumber(flag: string, text: string, least: number): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < least)
    throw new RangeError(`${flag} must be a whole number from ${least} on, not ${text}`);
  return number;
}

/** Names with commas between them; a name may itself contain one. */
function namesFrom(flag: string, text: string | undefined, known: readonly string[]): readonly string[] {
  if (text === undefined) return known;
  if (known.includes(text)) return [text];
  const names: string[] = [];
  let rest = text;
  while (rest !== '') {
    const name = [...known]
      .sort((a, b) => b.length - a.length)
      .find(each => rest === each || rest.startsWith(`${each},`));
    if (name === undefined) throw new RangeError(`${flag} must be among ${known.join('; ')}; not ${rest}`);
    names.push(name);
    rest = rest.slice(name.length + 1);
  }
  return names;
}

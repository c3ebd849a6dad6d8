import { UsageError } from '@bus/line';

/**
 * Takes values apart at commas.
 *
 * @throws {UsageError} there is none, or `95,0` with decimals: it may be one number or two.
 */
export function splitValues(values: readonly string[], decimals = 0): string[] {
  if (values.length === 0) throw new UsageError('there is no value to write');
  for (const value of values) {
    if (decimals === 0 || !/^\s*[+-]?\d+,\d+\s*$/.test(value)) continue;
    const [first, second] = value.trim().split(',');
    throw new UsageError(`'${value}' may be one number with a decimal comma, or two numbers`, {
      hint: `Write ${first}.${second} for one, or ${first} ${second} for two.`,
    });
  }
  return values.flatMap(value => value.split(',')).map(value => value.trim());
}

const states: ReadonlyMap<string, boolean> = new Map([
  ['on', true],
  ['true', true],
  ['1', true],
  ['off', false],
  ['false', false],
  ['0', false],
]);

/** @throws {UsageError} neither on nor off. */
export function parseState(text: string, what = 'a coil'): boolean {
  const state = states.get(text.toLowerCase());
  if (state === undefined) throw new UsageError(`${what} is on or off, not '${text}'`);
  return state;
}

import { describe, expect, it } from 'vitest';
import { type FlagKind, namingVariables, withVariables } from './flag-variables.js';
import { variableOf } from './variable-of.js';

const flags: Record<string, FlagKind> = {
  'max-age': { type: 'option' },
  slave: { type: 'option', aliases: ['unit'] },
  value: { type: 'option', multiple: true },
  verbose: { type: 'boolean', char: 'v', exclusive: ['quiet'] },
  quiet: { type: 'boolean' },
  bridge: { type: 'boolean', allowNo: true },
  baud: { type: 'option' },
  json: { type: 'boolean' },
};
const add = (argv: string[], env: Record<string, string>) => withVariables(argv, flags, env).argv;

describe('variables that stand in for flags', () => {
  it('are named after them', () => {
    expect(variableOf('max-age')).toBe('BUS_MAX_AGE');
    expect(variableOf('help')).toBeUndefined();
  });

  it('are added to the command line', () => {
    expect(add(['x'], { BUS_MAX_AGE: '500', BUS_JSON: '1' })).toEqual(['x', '--max-age=500', '--json']);
    expect(withVariables([], flags, { BUS_MAX_AGE: '1' }).added).toEqual(['max-age']);
  });

  it.each([
    [['--max-age', '3'], { BUS_MAX_AGE: '5' }],
    [['--max-age=3'], { BUS_MAX_AGE: '5' }],
    [['--unit', '3'], { BUS_SLAVE: '5' }],
    [['-v'], { BUS_VERBOSE: 'true' }],
    [['--no-bridge'], { BUS_BRIDGE: 'true' }],
  ])('give way to %j', (argv, env) => {
    expect(add(argv, env)).toEqual(argv);
  });

  it('give way to a flag that excludes theirs', () => {
    expect(add(['-v'], { BUS_QUIET: '1' })).toEqual(['-v']);
    expect(add(['--quiet'], { BUS_VERBOSE: '1' })).toEqual(['--quiet']);
  });

  it('hold several values, separated by blanks', () => {
    expect(add([], { BUS_VALUE: ' 1  -2 ' })).toEqual(['--value=1', '--value=-2']);
  });

  it('come before what is no flag any more', () => {
    expect(add(['a', '--', '--max-age'], { BUS_MAX_AGE: '5' })).toEqual([
      'a',
      '--max-age=5',
      '--',
      '--max-age',
    ]);
  });

  it('say no where a flag can', () => {
    expect(add([], { BUS_BRIDGE: 'false', BUS_QUIET: 'false' })).toEqual(['--no-bridge']);
  });

  it('count as not set when they are empty', () => {
    expect(add([], { BUS_MAX_AGE: '', BUS_QUIET: '' })).toEqual([]);
  });

  it('of the line are left to those that rank its settings', () => {
    expect(add([], { BUS_BAUD: '9600' })).toEqual([]);
  });

  it('must say yes or no for a flag without value', () => {
    expect(() => add([], { BUS_QUIET: 'maybe' })).toThrow("BUS_QUIET must be true or false, not 'maybe'");
  });

  it('are named when they are wrong', () => {
    expect(namingVariables('--max: with --max-age and --max-ages', ['max-age'])).toBe(
      '--max: with BUS_MAX_AGE and --max-ages',
    );
  });
});

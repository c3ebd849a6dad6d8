import { describe, expect, it } from 'vitest';
import { parseState, splitValues } from './written-values.js';

describe('values to write', () => {
  it('are taken apart at commas and stay text', () => {
    expect(splitValues(['1, 2', '95.0'])).toEqual(['1', '2', '95.0']);
    expect(splitValues(['95.0,96.5'], 1)).toEqual(['95.0', '96.5']);
  });

  it('are refused when a comma may be a decimal comma', () => {
    expect(() => splitValues(['95,0'], 1)).toThrow(
      "'95,0' may be one number with a decimal comma, or two numbers",
    );
    expect(() => splitValues(['-1,25'], 2)).toThrow('decimal comma');
    expect(splitValues(['95,0'], 0)).toEqual(['95', '0']);
  });

  it('must be there', () => {
    expect(() => splitValues([])).toThrow('there is no value to write');
  });

  it.each([
    ['on', true],
    ['1', true],
    ['TRUE', true],
    ['off', false],
    ['0', false],
    ['false', false],
  ])('mean %s as the state %s', (text, state) => {
    expect(parseState(text)).toBe(state);
  });

  it.each(['', '2', 'yes', '1.0'])("refuse '%s' as a state", text => {
    expect(() => parseState(text)).toThrow(`a coil is on or off, not '${text}'`);
  });
});

import { describe, expect, it } from 'vitest';
import { withSuggestion } from './suggest-command.js';

const told = (id: string) => {
  const { message, hint } = withSuggestion(new Error(`command ${id} not found`)) as Error & { hint: string };
  return [message, hint];
};

describe('a command that does not exist', () => {
  it.each([
    ['raed', 'command raed not found', 'Did you mean bus read? bus --help shows all commands.'],
    ['monitr', 'command monitr not found', 'Did you mean bus monitor? bus --help shows all commands.'],
    [
      'dcon:raed',
      'command dcon raed not found',
      'Did you mean bus dcon read? bus --help shows all commands.',
    ],
    ['drio:nonsense', 'command drio nonsense not found', 'There are bus drio read, bus drio set.'],
    ['xyzzy', 'command xyzzy not found', 'bus --help shows all commands.'],
    ['ports:extra', "bus ports takes no 'extra'", 'bus ports --help shows what it takes.'],
  ])('%s: says what may have been meant', (id, message, hint) => {
    expect(told(id)).toEqual([message, hint]);
  });

  it('leaves other errors as they are', () => {
    const error = new Error('something else');
    expect(withSuggestion(error)).toBe(error);
    expect(withSuggestion('text')).toBe('text');
  });
});

import { expect, test } from 'vitest';
import { CommandHistory } from './command-history.js';
import { memoryStore } from './storage.js';

const filled = (...commands: string[]) => {
  const history = new CommandHistory(memoryStore());
  for (const command of commands) history.add(command);
  return history;
};

test('up goes back to the oldest command and stays there', () => {
  const history = filled('$012', '$022');
  expect([history.back('dra'), history.back('x'), history.back('x')]).toEqual(['$022', '$012', undefined]);
});

test('down comes forward to what was being typed and stays there', () => {
  const history = filled('$012', '$022');
  history.back('draft');
  history.back('$022');
  expect([history.forward(), history.forward(), history.forward()]).toEqual(['$022', 'draft', undefined]);
});

test('a command that is sent twice in a row is kept once, and otherwise each time', () => {
  expect(filled('a', 'a', 'b', 'a').commands).toEqual(['a', 'b', 'a']);
});

test('after a command was sent, up begins with it', () => {
  const history = filled('a', 'b');
  history.back('');
  history.back('');
  history.add('c');
  expect(history.back('')).toBe('c');
});

test('the last hundred are kept for the next visit', () => {
  const store = memoryStore();
  const history = new CommandHistory(store);
  for (let index = 0; index < 120; index++) history.add(`$${index}`);
  const next = new CommandHistory(store);
  expect(next.commands).toHaveLength(100);
  expect(next.commands[0]).toBe('$20');
  expect(next.back('')).toBe('$119');
});

test.each(['{', '{"a":1}', 'null', '[1,null,""]'])('%s in the store is no history', text => {
  expect(new CommandHistory(memoryStore({ 'bus-demo.commands': text })).commands).toEqual([]);
});

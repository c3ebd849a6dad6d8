import { expect, test } from 'vitest';
import { memoryStore } from './storage.js';
import { ThemeChoice } from './theme.js';

test('the theme follows the system until one is chosen, and the choice is kept', () => {
  const store = memoryStore();
  const choice = new ThemeChoice(store);
  expect(choice.theme.value).toBe('auto');
  choice.choose('dark');
  expect(new ThemeChoice(store).theme.value).toBe('dark');
});

test('a theme that does not exist is not taken over', () => {
  expect(new ThemeChoice(memoryStore({ 'bus-demo.theme': 'pink' })).theme.value).toBe('auto');
});

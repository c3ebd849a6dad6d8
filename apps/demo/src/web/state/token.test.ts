import { expect, test } from 'vitest';
import { memoryStore } from './storage.js';
import { keepToken, takeToken } from './token.js';

const address = (hash: string) => ({ pathname: '/panel/', search: '?a=1', hash });

test('the token of the address is taken out of it and kept for the tab', () => {
  const store = memoryStore();
  const shown: string[] = [];
  expect(takeToken(address('#token=a%2Bb%20c'), store, next => shown.push(next))).toBe('a+b c');
  expect(shown).toEqual(['/panel/?a=1']);
  expect(takeToken(address(''), store, next => shown.push(next))).toBe('a+b c');
  expect(shown).toHaveLength(1);
});

test('an address without a token is left alone', () => {
  const shown: string[] = [];
  expect(takeToken(address('#trace'), memoryStore(), next => shown.push(next))).toBeUndefined();
  expect(shown).toEqual([]);
});

test('an empty token in the address does not displace the one that is kept', () => {
  const store = memoryStore();
  keepToken('kept', store);
  expect(takeToken(address('#token='), store, () => undefined)).toBe('kept');
});

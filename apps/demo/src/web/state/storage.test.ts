import { expect, test } from 'vitest';
import { textStore } from './storage.js';

test('a browser that forbids storing is no reason to fail', () => {
  const store = textStore(() => {
    throw new Error('SecurityError');
  });
  store.set('key', 'text');
  expect(store.get('key')).toBeUndefined();
});

test('what was never stored is absent', () => {
  const store = textStore(() => ({ getItem: () => null }) as unknown as Storage);
  expect(store.get('key')).toBeUndefined();
});

import { expect, it } from 'vitest';
import { readServerMessage } from './read-server-message.js';

const failure = { code: -32004, message: 'no reply' };

it.each([
  { id: 1, result: null },
  { id: null, error: failure },
  { method: 'values', params: {} },
])('%j is what a server says', message => {
  const all = { jsonrpc: '2.0', ...message };
  expect(readServerMessage(JSON.stringify(all))).toEqual(all);
});

it.each([
  { id: 1, result: {}, error: null },
  { id: 1, result: {}, error: failure },
  { id: 1, error: null },
  { id: 1 },
  { result: {} },
])('%j is no answer: nobody could say whether it is a result or an error', message => {
  expect(readServerMessage(JSON.stringify({ jsonrpc: '2.0', ...message }))).toBeUndefined();
});

import { expect, it } from 'vitest';
import { transmit } from './transmit.js';
import type { Transport } from './transport.js';

const medium = { name: 'any', characterTime: 0 };

/** How a write over a transport with these methods ended. */
function endOf(methods: Partial<Transport>): Promise<string> {
  const transport = { medium, ...methods } as unknown as Transport;
  return new Promise(resolve => {
    transmit(transport, Uint8Array.of(1), error => resolve(error?.message ?? 'sent'));
  });
}

it('tells the end of a write, by promise or without', async () => {
  expect(await endOf({ write: () => Promise.resolve() })).toBe('sent');
  expect(await endOf({ write: () => Promise.reject(new Error('lost')) })).toBe('lost');
  expect(await endOf({ transmit: (_, done) => done() })).toBe('sent');
  expect(await endOf({ transmit: (_, done) => done(new Error('lost')) })).toBe('lost');
});

it('takes what a transport throws for a write that failed', async () => {
  const thrown = (error: unknown) => () => {
    throw error;
  };
  expect(await endOf({ write: thrown(new Error('broken')) })).toBe('broken');
  expect(await endOf({ transmit: thrown(new Error('broken')) })).toBe('broken');
  expect(await endOf({ write: () => Promise.reject('words') })).toBe('words');
});

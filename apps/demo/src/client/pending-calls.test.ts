import { systemClock } from '@bus/line';
import { FakeClock } from '@bus/line/testing';
import { expect, it } from 'vitest';
import { PendingCalls } from './pending-calls.js';

const send = () => undefined;

it('keeps nothing of a call that cannot be written down', async () => {
  const clock = new FakeClock();
  const calls = new PendingCalls(clock);
  const params = { instrument: 'oven', point: 'setPoint', value: 80n };
  await expect(calls.start('points.write', params, send, { timeout: 30_000 })).rejects.toThrow(TypeError);
  expect(clock.pending).toBe(0);
});

it.each([Number.POSITIVE_INFINITY, 2 ** 31])('waits for %d ms as long as a timer can', async timeout => {
  const calls = new PendingCalls(systemClock);
  const call = calls.start('server.info', {}, send, { timeout });
  await new Promise(resolve => setTimeout(resolve, 20));
  calls.answer({ jsonrpc: '2.0', id: 1, result: 'there' });
  expect(await call).toBe('there');
});

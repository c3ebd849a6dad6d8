import { expect, it } from 'vitest';
import { FakeClock } from './fake-clock.js';

const chain = async () => {
  for (let round = 0; round < 200; round += 1) await Promise.resolve();
};

it('waits for a long chain of promises that no timer belongs to', async () => {
  await expect(new FakeClock().until(chain())).resolves.toBe(undefined);
});

it('lets no time pass for a promise that needs none', async () => {
  const clock = new FakeClock();
  clock.setTimer(() => undefined, 1000);
  await clock.until(chain());
  expect(clock.now()).toBe(0);
});

import { expect, test } from 'vitest';
import { ServerClock } from './server-clock.js';

test('a machine whose clock is an hour ahead still knows the server’s time', async () => {
  let local = 3_600_000;
  const clock = new ServerClock(() => local);
  expect(clock.now()).toBe(3_600_000);
  await clock.synchronize(async () => {
    local += 40;
    return { time: 20 };
  });
  // The answer was half of the 40 ms on its way.
  expect(clock.now()).toBe(40);
  local += 1000;
  expect(clock.now()).toBe(1040);
});

test('a machine whose clock is set back meanwhile does not take old values for fresh ones', async () => {
  let local = 3_600_000;
  const clock = new ServerClock(() => local);
  await clock.synchronize(async () => ({ time: 5_000_000 }));
  local = 0;
  clock.saw(5_001_000);
  expect(clock.now()).toBe(5_001_000);
  local += 20_000;
  clock.saw(5_010_000);
  expect(clock.now()).toBe(5_021_000);
});

import { describe, expect, it } from 'vitest';
import { virtualContext } from '../test/virtual-context.js';
import { checkMilliseconds } from './check-milliseconds.js';
import { monitor } from './services/monitor/monitor.js';
import { ping } from './services/ping.js';

describe('a time that timers cannot count', () => {
  it.each([
    [2 ** 31, 'every must be 2147483647 milliseconds at most'],
    [Number.POSITIVE_INFINITY, 'every must be 2147483647 milliseconds at most'],
    [Number.NaN, 'every must be 0 or more milliseconds'],
    [-1, 'every must be 0 or more milliseconds'],
  ])('is refused when it is %d', (value, message) => {
    expect(() => checkMilliseconds('every', value, 0)).toThrow(message);
  });

  it.each([0, 2 ** 31 - 1])('is not %d', value => {
    expect(() => checkMilliseconds('every', value, 0)).not.toThrow();
  });

  it('is refused by ping, which would ask without any pause', async () => {
    const pinging = ping(
      { port: '/dev/ttyUSB1', units: '1', every: 3_000_000_000 },
      virtualContext().context,
    );
    await expect(pinging.next()).rejects.toMatchObject({ code: 'bad-argument' });
  });

  it('is refused by a monitor, which would end at once', async () => {
    const options = { port: '/dev/ttyUSB1', duration: 3_000_000_000 };
    await expect(monitor(options, virtualContext().context).next()).rejects.toMatchObject({
      code: 'bad-argument',
    });
  });
});

import { FakeClock } from '@bus/line/testing';
import { mulberry32 } from '@bus/sim';
import { expect, it } from 'vitest';
import { fakeGlobals } from '../fake-globals.js';
import { Turns } from './turns.js';

it('one thing at a time begins, a pause behind the one before, whether that went well or not', async () => {
  const clock = new FakeClock();
  const restore = fakeGlobals(clock, mulberry32(1), () => undefined);
  try {
    const turns = new Turns(100);
    const began: number[] = [];
    const action = (fails: boolean) =>
      turns.take(async () => {
        began.push(clock.now());
        await new Promise(resolve => setTimeout(resolve, 7));
        if (fails) throw new Error('failed');
        return clock.now();
      });
    const all = Promise.allSettled([action(false), action(true), action(false)]);
    const ended = await clock.until(all);
    expect(began).toEqual([0, 107, 214]);
    expect(ended).toMatchObject([{ value: 7 }, { reason: new Error('failed') }, { value: 221 }]);
  } finally {
    restore();
  }
});

import { describe, expect, it } from 'vitest';
import { AbortedError, type Exchange, Line, type LineOptions, TAKEN, UsageError } from '../src/index.js';
import { FakeClock, ScriptedPeer } from '../src/testing.js';
import { rejection, scene } from './scene.js';
import { ask, multiplexScene, packet } from './toy-multiplex.js';
import { broadcast, hex, read, toyFraming, write } from './toy-protocol.js';

const resting = (unit: number, address: number, minGap: number) => ({ ...read(unit, address), minGap });

describe('a unit that needs a pause between two questions', () => {
  it('gets it, and others are asked meanwhile', async () => {
    const { clock, peer, line } = scene();
    for (const [unit, address] of [
      [1, 1],
      [2, 3],
      [2, 4],
      [1, 2],
    ] as const) {
      peer.expect(hex(unit, 3, address, 1), [5, hex(unit, 3, 1, address)]);
    }
    const calls = [resting(1, 1, 30), resting(1, 2, 30), read(2, 3), read(2, 4)];
    const values = await clock.until(Promise.all(calls.map(call => line.exchange(call))));
    expect(values).toEqual([[1], [2], [3], [4]]);
    expect(peer.written.map(([time]) => time)).toEqual([0, 5, 10, 35]);
  });

  it('keeps each of two units waiting for its own pause only', async () => {
    const { clock, peer, line } = scene();
    const order = [
      [1, 1],
      [2, 1],
      [1, 2],
      [2, 2],
    ] as const;
    for (const [unit, address] of order) peer.expect(hex(unit, 3, address, 1), [5, hex(unit, 3, 1, address)]);
    const calls = [resting(1, 1, 30), resting(1, 2, 30), resting(2, 1, 50), resting(2, 2, 50)];
    await clock.until(Promise.all(calls.map(call => line.exchange(call))));
    expect(peer.written.map(([time]) => time)).toEqual([0, 5, 35, 60]);
    expect(peer.done).toBe(true);
  });

  it('gets it after a time-out, after a write and where several questions may be open', async () => {
    const { clock, peer, line } = scene({ timeout: 100, retries: 0, lateWindow: 0 });
    peer.expect(hex(1, 3, 1, 1)).expect(hex(1, 6, 2, 9), [5, hex(1, 6, 2, 9)]);
    peer.expect(hex(1, 3, 3, 1), [5, hex(1, 3, 1, 33)]);
    const calls = [resting(1, 1, 30), { ...write(1, 2, 9), minGap: 30 }, resting(1, 3, 30)];
    await clock.until(Promise.allSettled(calls.map(call => line.exchange(call))));
    expect(peer.written.map(([time]) => time)).toEqual([0, 130, 165]);

    const many = multiplexScene();
    many.peer.answer = ({ id, unit, op, address }) => [5, packet(id, unit, op, address)];
    const questions = [ask(1, 1), ask(1, 2), ask(2, 3)].map(question => ({ ...question, minGap: 30 }));
    await many.clock.until(Promise.all(questions.map(question => many.line.exchange(question))));
    const heard = many.peer.heard.map(({ unit, time }) => [unit, time]);
    expect(heard.sort()).toEqual([
      [1, 0],
      [1, 35],
      [2, 0],
    ]);
  });
});

describe('dead units', () => {
  const deadUnits = { after: 2, retryEvery: 5000 };

  it('are those of one protocol: the same number in another framing is asked', async () => {
    const { clock, peer, line } = scene({ timeout: 100, retries: 0, lateWindow: 0, deadUnits });
    for (const address of [1, 2]) {
      peer.expect(hex(2, 3, address, 1));
      await rejection(clock.until(line.exchange(read(2, address))));
    }
    expect(await rejection(line.exchange(read(2, 3)))).toMatchObject({ facts: { attempt: 0 } });
    peer.expect(hex(2, 3, 4, 1), [5, hex(2, 3, 1, 44)]);
    const framing = { ...toyFraming, name: 'other' };
    expect(await clock.until(line.exchange({ ...read(2, 4), framing }))).toEqual([44]);
  });

  it('cost time-outs only until they count as dead; the others then lose at most a tenth', async () => {
    const { clock, line, peer } = multiplexScene({ inFlight: 1, timeout: 100, deadUnits });
    peer.answer = ({ id, unit, op, address }) =>
      unit === 2 ? undefined : [10, packet(id, unit, op, address)];
    let alive = 0;
    for (let round = 0; round < 1000; round += 1) {
      const results = await clock.until(
        Promise.allSettled([1, 2, 3, 4].map(unit => line.exchange(ask(unit, 7)))),
      );
      alive += results.filter(({ status }) => status === 'fulfilled').length;
    }
    expect(alive).toBe(3000);
    const undisturbed = alive * 10;
    expect(undisturbed / clock.now()).toBeGreaterThan(0.9);
    expect(line.statistics.units.get(2)?.skipped).toBeGreaterThan(900);
  });

  it('are asked again now and then, and are alive again when they answer', async () => {
    const { clock, peer, line } = multiplexScene({ timeout: 100, deadUnits });
    peer.answer = () => undefined;
    for (const address of [1, 2]) await clock.until(rejection(line.exchange(ask(2, address))));
    const refused = await clock.until(rejection(line.exchange(ask(2, 3))));
    expect(refused).toMatchObject({
      code: 'no-reply',
      message: 'unit 2, op 3 3: not asked, since unit 2 is silent',
      facts: { attempt: 0 },
      hint: expect.stringContaining('5000 ms'),
    });
    await clock.advance(5000);
    peer.answer = ({ id, unit, op, address }) => [5, packet(id, unit, op, address)];
    const [probe, meanwhile] = [line.exchange(ask(2, 4)), rejection(line.exchange(ask(2, 5)))];
    expect(await clock.until(meanwhile)).toMatchObject({ code: 'no-reply' });
    expect(await clock.until(probe)).toBe(4);
    expect(await clock.until(line.exchange(ask(2, 6)))).toBe(6);
    expect(peer.heard.map(({ address }) => address)).toEqual([1, 2, 4, 6]);
  });

  it('are not revived by a caller that gives up, a lost connection or a broadcast', async () => {
    const { clock, peer, line } = scene({ timeout: 100, retries: 0, deadUnits, lateWindow: 0 });
    for (const address of [1, 2]) await clock.until(rejection(line.exchange(read(2, address))));
    await clock.advance(5000);
    const abort = new AbortController();
    const probe = rejection(line.exchange(read(2, 3), { signal: abort.signal }));
    await clock.advance(10);
    abort.abort();
    expect(await clock.until(probe)).toBeInstanceOf(AbortedError);
    await clock.until(line.exchange(broadcast(1, 1)));
    expect(await clock.until(rejection(line.exchange(read(2, 4))))).toMatchObject({ facts: { attempt: 0 } });
    expect(peer.written).toHaveLength(4);
  });

  it('are not made by a line that never falls silent', async () => {
    const options = { timeout: 100, retries: 0, deadUnits: { after: 1, retryEvery: 5000 } };
    const { clock, peer, line } = scene(options, { characterTime: 1 });
    await line.open();
    let noisy = true;
    const babble = () => {
      peer.send('FF');
      if (noisy) clock.setTimer(babble, 2);
    };
    babble();
    expect(await clock.until(rejection(line.exchange(read(2, 1))))).toMatchObject({ code: 'line-busy' });
    noisy = false;
    await clock.advance(100);
    peer.expect(hex(2, 3, 1, 1), [10, hex(2, 3, 1, 22)]);
    expect(await clock.until(line.exchange(read(2, 1)))).toEqual([22]);
  });

  it('are alive when they refuse or answer with something wrong', async () => {
    const { clock, peer, line } = multiplexScene({ timeout: 100, deadUnits: { after: 1, retryEvery: 5000 } });
    peer.answer = ({ id, unit }) => [5, packet(id, unit, 0x83, 2)];
    for (const address of [1, 2, 3]) {
      expect(await clock.until(rejection(line.exchange(ask(2, address))))).toMatchObject({ code: 'device' });
    }
    expect(peer.heard).toHaveLength(3);
  });
});

describe('an answer that is taken but ends nothing', () => {
  it('lets a broadcast be answered by several units until its time is over', async () => {
    const { clock, peer, line, kinds } = scene();
    const units: number[] = [];
    const collecting: Exchange<number[]> = {
      ...broadcast(7, 5),
      accept(frame: Uint8Array) {
        units.push(frame[0]!);
        return TAKEN;
      },
    };
    peer.expect(hex(0, 6, 7, 5), [10, hex(1, 6, 7, 5)], [20, hex(2, 6, 7, 5)], [90, hex(3, 6, 7, 5)]);
    expect(await clock.until(line.exchange(collecting))).toEqual([]);
    expect(units).toEqual([1, 2, 3]);
    expect(clock.now()).toBe(100);
    expect(kinds()).toEqual(['request', 'reply', 'reply', 'reply']);
  });
});

describe('a pause', () => {
  it('takes its time on the clock of the line, and holds nobody up', async () => {
    const { clock, peer, line } = scene();
    peer.expect(hex(1, 3, 7, 1), [5, hex(1, 3, 1, 77)]);
    const pause = line.pause(50).then(() => clock.now());
    expect(await clock.until(line.exchange(read(1, 7)))).toEqual([77]);
    expect(clock.now()).toBe(5);
    expect(await clock.until(pause)).toBe(50);
  });

  it('ends with the signal, before or during it, and leaves no timer behind', async () => {
    const { clock, line } = scene();
    const abort = new AbortController();
    const during = rejection(line.pause(50, abort.signal));
    await clock.advance(10);
    abort.abort(new Error('enough'));
    expect(await during).toBeInstanceOf(AbortedError);
    expect(await rejection(line.pause(50, abort.signal))).toMatchObject({ cause: { message: 'enough' } });
    expect([clock.pending, clock.now()]).toEqual([0, 10]);
  });
});

describe('options that make no sense', () => {
  it.each<[string, LineOptions]>([
    ['deadUnits after 0 calls', { deadUnits: { after: 0, retryEvery: 100 } }],
    ['deadUnits without a pause', { deadUnits: { after: 1, retryEvery: 0 } }],
    ['deadUnits that are NaN', { deadUnits: { after: Number.NaN, retryEvery: 100 } }],
    ['no question in flight', { inFlight: 0 }],
    ['half a question in flight', { inFlight: 1.5 }],
    ['too many in flight', { inFlight: 5000 }],
    ['a negative window', { lateWindow: -1 }],
    ['a time-out of 0', { timeout: 0 }],
    ['retries of a half', { retries: 0.5 }],
    ['an unknown option', { inflight: 3 } as LineOptions],
  ])('are refused: %s', (_, options) => {
    const clock = new FakeClock();
    expect(() => new Line(new ScriptedPeer(clock), options)).toThrow(UsageError);
  });
});

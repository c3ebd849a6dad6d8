import { describe, expect, it } from 'vitest';
import { AbortedError, TransportError } from '../src/index.js';
import { rejection } from './scene.js';
import { ask, multiplexScene, packet, tell, toyMultiplex } from './toy-multiplex.js';

const range = (count: number) => Array.from({ length: count }, (_, index) => index);

describe('several questions in flight', () => {
  it('are open up to the limit, and no further', async () => {
    const { clock, peer, line } = multiplexScene({ inFlight: 3 });
    peer.answer = ({ id, unit, op, address }) => [10, packet(id, unit, op, address)];
    const calls = Promise.all(range(7).map(address => line.exchange(ask(1, address))));
    await clock.advance(5);
    expect(peer.heard.map(({ address }) => address)).toEqual([0, 1, 2]);
    expect(await clock.until(calls)).toEqual(range(7));
    expect(peer.heard.map(({ time }) => time)).toEqual([0, 0, 0, 10, 10, 10, 20]);
  });

  it('are one at a time when told', async () => {
    const { clock, peer, line } = multiplexScene({ inFlight: 1 });
    await clock.until(Promise.all(range(4).map(address => line.exchange(ask(1, address)))));
    expect(peer.heard.map(({ time }) => time)).toEqual([0, 1, 2, 3]);
  });

  it('are 16 by default', async () => {
    const { clock, peer, line } = multiplexScene();
    peer.answer = ({ id, unit, op, address }) => [10, packet(id, unit, op, address)];
    const calls = Promise.all(range(20).map(address => line.exchange(ask(1, address))));
    await clock.advance(5);
    expect(peer.heard).toHaveLength(16);
    expect(await clock.until(calls)).toEqual(range(20));
  });

  it('get their own answers in whatever order these come', async () => {
    const { clock, peer, line } = multiplexScene({ inFlight: 10 });
    peer.answer = ({ id, unit, op, address }) => [100 - address, packet(id, unit, op, address)];
    const order: number[] = [];
    const calls = range(10).map(address =>
      line.exchange(ask(1, address)).then(value => {
        order.push(address);
        return value;
      }),
    );
    expect(await clock.until(Promise.all(calls))).toEqual(range(10));
    expect(order).toEqual(range(10).reverse());
  });

  it('may be answered in one piece, and byte by byte', async () => {
    const { clock, peer, line } = multiplexScene();
    peer.answer = () => undefined;
    for (const size of [100, 1]) {
      const calls = Promise.all([line.exchange(ask(1, 7)), line.exchange(ask(2, 8))]);
      await clock.advance(1);
      const bytes = peer.heard
        .splice(0)
        .flatMap(({ id, unit, address }) => [...packet(id, unit, 3, address)]);
      for (let at = 0; at < bytes.length; at += size) peer.send(Uint8Array.from(bytes.slice(at, at + size)));
      expect(await clock.until(calls)).toEqual([7, 8]);
    }
  });

  it('settle 10,000 times with the right value, at any delay', async () => {
    const { clock, peer, line } = multiplexScene({ inFlight: 200, timeout: 1000 });
    peer.answer = ({ id, unit, op, address }) => [
      1 + ((id * 7 + address * 13) % 50),
      packet(id, unit, op, (unit * 31 + address) & 255),
    ];
    const calls = range(10_000).map(index => line.exchange(ask(1 + (index % 9), index & 255)));
    const values = await clock.until(Promise.all(calls));
    expect(values).toEqual(range(10_000).map(index => ((1 + (index % 9)) * 31 + (index & 255)) & 255));
    expect(line.waiting).toBe(0);
  });

  it('go out in one piece when they are asked together', async () => {
    const { clock, peer, line } = multiplexScene();
    const calls = Promise.all(range(10).map(address => line.exchange(ask(1, address))));
    expect(await clock.until(calls)).toEqual(range(10));
    expect([peer.heard.length, peer.writes]).toEqual([10, 1]);
  });

  it('go out in one piece when they pile up behind a write', async () => {
    const { clock, peer, line } = multiplexScene();
    let written = () => {};
    peer.holdWrites = new Promise(resolve => {
      written = resolve;
    });
    const first = line.exchange(ask(1, 0));
    await clock.advance(0);
    const calls = Promise.all([1, 2, 3].map(address => line.exchange(ask(1, address))));
    await clock.advance(0.5);
    expect(peer.writes).toBe(1);
    written();
    expect(await clock.until(Promise.all([first, calls]))).toEqual([0, [1, 2, 3]]);
    expect([peer.heard.length, peer.writes]).toEqual([4, 2]);
  });
});

describe('a write', () => {
  it('waits for the open questions of its unit, and holds up those behind it', async () => {
    const { clock, peer, line } = multiplexScene();
    peer.answer = ({ id, unit, op, address }) => [10, packet(id, unit, op, address)];
    const calls = [ask(1, 1), ask(1, 2), tell(1, 3, 0), ask(1, 4), ask(2, 5), ask(2, 6)];
    await clock.until(Promise.all(calls.map(call => line.exchange(call))));
    const times = Object.fromEntries(peer.heard.map(({ address, time }) => [address, time]));
    expect(times).toEqual({ 1: 0, 2: 0, 3: 10, 4: 20, 5: 0, 6: 0 });
  });

  it('is not repeated when nobody answers, and its outcome is unknown', async () => {
    const { clock, peer, line } = multiplexScene({ retries: 3 });
    peer.answer = () => undefined;
    const error = await clock.until(rejection(line.exchange(tell(1, 3, 0))));
    expect(error).toMatchObject({ code: 'no-reply', facts: { outcomeUnknown: true, attempt: 1 } });
    expect(peer.heard).toHaveLength(1);
  });
});

describe('a question that is not answered', () => {
  it('does not disturb the others', async () => {
    const { clock, peer, line } = multiplexScene({ inFlight: 4, timeout: 100 });
    peer.answer = ({ id, unit, op, address }) =>
      unit === 2 ? undefined : [60, packet(id, unit, op, address)];
    const silent = rejection(line.exchange(ask(2, 9)));
    const others = Promise.all([1, 3, 4].map(unit => line.exchange(ask(unit, unit))));
    expect(await clock.until(others)).toEqual([1, 3, 4]);
    expect(clock.now()).toBe(60);
    expect(await clock.until(silent)).toMatchObject({ code: 'no-reply', facts: { unit: 2 } });
    expect(clock.now()).toBe(100);
  });

  it('is dropped by its identifier when its answer comes late, and never answers another', async () => {
    const { clock, peer, line, trace } = multiplexScene({ inFlight: 1, timeout: 100 });
    let first = true;
    peer.answer = ({ id, unit, op, address }) => {
      const delay = first ? 150 : 80;
      first = false;
      return [delay, packet(id, unit, op, address)];
    };
    const late = rejection(line.exchange(ask(1, 7)));
    const next = line.exchange(ask(1, 8));
    expect(await clock.until(late)).toMatchObject({ code: 'no-reply' });
    expect(await clock.until(next)).toBe(8);
    expect(clock.now()).toBe(180);
    const dropped = trace.filter(({ kind }) => kind === 'late');
    expect(dropped.map(({ label }) => label)).toEqual(['unit 1, op 3 7']);
    expect(line.statistics.units.get(1)).toMatchObject({ late: 1, timeouts: 1, answered: 1 });
  });

  it('is foreign when its answer comes after everything about it is over', async () => {
    const { clock, peer, line, kinds } = multiplexScene({ timeout: 100, lateWindow: 50 });
    peer.answer = ({ id, unit, op, address }) => [200, packet(id, unit, op, address)];
    await clock.until(rejection(line.exchange(ask(1, 7))));
    await clock.advance(200);
    expect(kinds()).toEqual(['request', 'foreign']);
    expect(line.statistics.units.get(1)).toMatchObject({ late: 0, foreign: 1 });
  });

  it('is asked again under a new identifier, and only the new answer counts', async () => {
    const { clock, peer, line, kinds } = multiplexScene({ timeout: 100, retries: 1 });
    let attempt = 0;
    peer.answer = ({ id, unit, op }) => {
      attempt += 1;
      return [attempt === 1 ? 120 : 50, packet(id, unit, op, attempt)];
    };
    expect(await clock.until(line.exchange(ask(1, 7)))).toBe(2);
    expect(peer.heard.map(({ id }) => id)).toEqual([0, 1]);
    expect(kinds()).toEqual(['request', 'request', 'late', 'reply']);
  });

  it('keeps its identifier from being used again while its answer may come', async () => {
    const framing = toyMultiplex(4);
    const { clock, peer, line } = multiplexScene({ inFlight: 1, timeout: 100, lateWindow: 500 });
    peer.answer = ({ id, unit, op, address }) =>
      address === 0 ? undefined : [1, packet(id, unit, op, address)];
    await clock.until(rejection(line.exchange(ask(1, 0, framing))));
    for (const address of range(20).slice(1)) await clock.until(line.exchange(ask(1, address, framing)));
    expect(new Set(peer.heard.slice(1).map(({ id }) => id))).toEqual(new Set([1, 2, 3]));
    await clock.advance(500);
    for (const address of [1, 2, 3, 4]) await clock.until(line.exchange(ask(1, address, framing)));
    expect(new Set(peer.heard.slice(-4).map(({ id }) => id))).toEqual(new Set([0, 1, 2, 3]));
  });

  it('keeps its identifier as long when its caller gave it up early: that makes the peer no faster', async () => {
    const framing = toyMultiplex(4);
    const { clock, peer, line } = multiplexScene({ inFlight: 1, timeout: 1000, lateWindow: 500 });
    peer.answer = ({ id, unit, op, address }) =>
      address === 0 ? undefined : [1, packet(id, unit, op, address)];
    const caller = new AbortController();
    const given = rejection(line.exchange(ask(1, 0, framing), { signal: caller.signal }));
    await clock.advance(10);
    caller.abort();
    await clock.until(given);
    await clock.advance(1400);
    for (const address of range(9).slice(1)) await clock.until(line.exchange(ask(1, address, framing)));
    expect(new Set(peer.heard.slice(1).map(({ id }) => id))).toEqual(new Set([1, 2, 3]));
    await clock.advance(100);
    for (const address of [1, 2, 3, 4]) await clock.until(line.exchange(ask(1, address, framing)));
    expect(new Set(peer.heard.slice(-4).map(({ id }) => id))).toEqual(new Set([0, 1, 2, 3]));
  });

  it('fails others only when every identifier is awaited, and these recover', async () => {
    const framing = toyMultiplex(2);
    const { clock, peer, line } = multiplexScene({ inFlight: 8, timeout: 100, lateWindow: 50 });
    peer.answer = () => undefined;
    const calls = range(3).map(address => rejection(line.exchange(ask(1, address, framing))));
    const codes = (await clock.until(Promise.all(calls))).map(error => (error as { code: string }).code);
    expect(codes.sort()).toEqual(['disconnected', 'no-reply', 'no-reply']);
    await clock.advance(100);
    peer.answer = ({ id, unit, op, address }) => [1, packet(id, unit, op, address)];
    expect(await clock.until(line.exchange(ask(1, 9, framing)))).toBe(9);
  });

  it('is not blamed for what others answered meanwhile', async () => {
    const { clock, peer, line } = multiplexScene({ timeout: 100 });
    peer.answer = ({ id, unit, op, address }) =>
      unit === 2 ? undefined : [10, packet(id, unit, op, address)];
    const silent = rejection(line.exchange(ask(2, 9)));
    await clock.until(line.exchange(ask(1, 1)));
    expect(await clock.until(silent)).toMatchObject({ facts: { received: new Uint8Array(0) } });
  });
});

describe('an answer that does not fit', () => {
  it('is thrown at once when its identifier is right', async () => {
    const { clock, peer, line, kinds } = multiplexScene();
    peer.answer = ({ id, unit, op }) => [5, packet(id, unit, op, 1, 2)];
    expect(await clock.until(rejection(line.exchange(ask(1, 7))))).toMatchObject({ code: 'wrong-count' });
    expect(clock.now()).toBe(5);
    expect(kinds()).toEqual(['request', 'wrong']);
  });

  it('is foreign when it comes from another unit, and the unit is named', async () => {
    const { clock, peer, line, kinds } = multiplexScene();
    peer.answer = ({ id, op, address }) => [5, packet(id, 9, op, address)];
    const error = await clock.until(rejection(line.exchange(ask(1, 7))));
    expect(error).toMatchObject({ code: 'no-reply', hint: expect.stringContaining('Unit 9') });
    expect(kinds()).toEqual(['request', 'foreign']);
  });

  it('is foreign when nobody asked under its identifier', async () => {
    const { clock, peer, line, kinds } = multiplexScene();
    peer.answer = ({ id, unit, op }) => [5, packet(id + 1, unit, op, 66)];
    expect(await clock.until(rejection(line.exchange(ask(1, 7))))).toMatchObject({ code: 'no-reply' });
    expect(kinds()).toEqual(['request', 'foreign']);
  });

  it('is passed over the second time that it comes', async () => {
    const { clock, peer, line, kinds } = multiplexScene();
    peer.answer = ({ id, unit, op, address }) => [
      5,
      Uint8Array.of(...packet(id, unit, op, address), ...packet(id, unit, op, 66)),
    ];
    expect(await clock.until(line.exchange(ask(1, 7)))).toBe(7);
    expect(await clock.until(line.exchange(ask(1, 8)))).toBe(8);
    expect(kinds()).toEqual(['request', 'reply', 'foreign', 'request', 'reply', 'foreign']);
  });

  it('is a refusal when the device says so, and counts as an answer', async () => {
    const { clock, peer, line } = multiplexScene();
    peer.answer = ({ id, unit }) => [5, packet(id, unit, 0x83, 2)];
    expect(await clock.until(rejection(line.exchange(ask(1, 7))))).toMatchObject({ code: 'device' });
    expect(line.statistics.units.get(1)).toMatchObject({ answered: 1, exceptions: 1, timeouts: 0 });
  });
});

describe('giving up', () => {
  it('leaves no trace on the wire before its turn', async () => {
    const { clock, peer, line } = multiplexScene({ inFlight: 1 });
    const abort = new AbortController();
    const first = line.exchange(ask(1, 1));
    const second = rejection(line.exchange(ask(1, 2), { signal: abort.signal }));
    abort.abort();
    expect(await clock.until(second)).toBeInstanceOf(AbortedError);
    await clock.until(first);
    expect(peer.heard.map(({ address }) => address)).toEqual([1]);
  });

  it('leaves no trace on the wire while the connection is being opened', async () => {
    const { clock, peer, line } = multiplexScene();
    let opened = () => {};
    peer.holdOpen = new Promise(resolve => {
      opened = resolve;
    });
    const abort = new AbortController();
    const call = rejection(line.exchange(ask(1, 1), { signal: abort.signal }));
    await clock.advance(1);
    abort.abort();
    opened();
    expect(await clock.until(call)).toBeInstanceOf(AbortedError);
    expect(peer.heard).toEqual([]);
  });

  it('drops the answer of one that is under way, and disturbs no other', async () => {
    const { clock, peer, line, kinds } = multiplexScene();
    peer.answer = ({ id, unit, op, address }) => [20, packet(id, unit, op, address)];
    const abort = new AbortController();
    const first = rejection(line.exchange(ask(1, 1), { signal: abort.signal }));
    const second = line.exchange(ask(1, 2));
    await clock.advance(5);
    abort.abort();
    expect(await clock.until(first)).toBeInstanceOf(AbortedError);
    expect(await clock.until(second)).toBe(2);
    expect(kinds()).toEqual(['request', 'request', 'late', 'reply']);
  });

  it('settles everything when the line is closed', async () => {
    const { clock, peer, line } = multiplexScene({ inFlight: 2 });
    peer.answer = () => undefined;
    const calls = range(5).map(address => rejection(line.exchange(ask(1, address))));
    await clock.advance(5);
    await line.close();
    for (const error of await clock.until(Promise.all(calls))) {
      expect(error).toBeInstanceOf(TransportError);
      expect(error).toMatchObject({ code: 'closed' });
    }
    expect([clock.pending, line.waiting, peer.heard.length]).toEqual([0, 0, 2]);
  });

  it('leaves no timer when the line is closed, although the port would be given back when idle', async () => {
    const { clock, peer, line } = multiplexScene({ idleClose: 500 });
    await clock.until(line.exchange(ask(1, 1)));
    peer.answer = () => undefined;
    const call = rejection(line.exchange(ask(1, 2)));
    await clock.advance(5);
    await line.close();
    await call;
    expect(clock.pending).toBe(0);
  });

  it('leaves no timer when it is closed while a request is being traced', async () => {
    const { clock, peer, line } = multiplexScene();
    peer.answer = () => undefined;
    await line.open();
    let closing: Promise<void> | undefined;
    line.on('trace', () => {
      closing ??= line.close();
    });
    expect(await rejection(line.exchange(ask(1, 1)))).toMatchObject({ code: 'closed' });
    await closing;
    expect(clock.pending).toBe(0);
  });

  it('leaves no timer when the port was given back', async () => {
    const { clock, line } = multiplexScene({ idleClose: 10, timeout: 1000 });
    await clock.until(line.exchange(ask(1, 1)));
    await clock.advance(20);
    expect([line.state, clock.pending]).toEqual(['closed', 0]);
  });

  it('takes a write back that waits behind another', async () => {
    const { clock, peer, line } = multiplexScene();
    let go: () => void = () => undefined;
    peer.holdWrites = new Promise(resolve => {
      go = resolve;
    });
    const first = line.exchange(ask(1, 1));
    await clock.advance(0);
    const abort = new AbortController();
    const second = rejection(line.exchange(tell(2, 2, 5), { signal: abort.signal }));
    await clock.advance(0);
    abort.abort();
    expect(await second).toMatchObject({ code: 'aborted', facts: { outcomeUnknown: false } });
    peer.holdWrites = undefined;
    go();
    await clock.until(first);
    await clock.advance(50);
    expect(peer.heard.map(({ unit }) => unit)).toEqual([1]);
    await line.close();
  });
});

describe('the time-out of one question', () => {
  it('is its own, whatever else is open', async () => {
    const { clock, peer, line } = multiplexScene({ retries: 0, lateWindow: 0 });
    peer.answer = () => undefined;
    const begun = clock.now();
    const times = await clock.until(
      Promise.all(
        [300, 70, 200].map(async (timeout, address) => {
          await rejection(line.exchange(ask(1, address), { timeout }));
          return clock.now() - begun;
        }),
      ),
    );
    expect(times).toEqual([300, 70, 200]);
  });

  it('counts from its own request, although others were answered before', async () => {
    const { clock, peer, line } = multiplexScene({ retries: 0, timeout: 100 });
    await clock.until(line.exchange(ask(1, 1)));
    await clock.advance(60);
    peer.answer = () => undefined;
    const asked = clock.now();
    await clock.until(rejection(line.exchange(ask(1, 2))));
    expect(clock.now() - asked).toBe(100);
  });
});

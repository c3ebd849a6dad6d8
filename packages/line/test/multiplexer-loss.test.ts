import { describe, expect, it } from 'vitest';
import { type TraceEvent, TransportError } from '../src/index.js';
import { rejection } from './scene.js';
import { ask, type Heard, multiplexScene, packet, tell } from './toy-multiplex.js';

const range = (count: number) => Array.from({ length: count }, (_, index) => index);
const echo = ({ id, unit, op, address }: Heard) => [1, packet(id, unit, op, address)] as const;
const bytesOf = (trace: readonly TraceEvent[], kind: string) =>
  trace.filter(event => event.kind === kind).flatMap(event => [...event.bytes]);

describe('a connection that is lost under several open questions', () => {
  it('is opened again; reads are repeated in order, a write is not', async () => {
    const { clock, peer, line } = multiplexScene({ retries: 1 });
    peer.answer = () => undefined;
    const reads = Promise.all([ask(1, 1), ask(1, 2), ask(3, 3)].map(call => line.exchange(call)));
    const write = rejection(line.exchange(tell(2, 4, 0)));
    await clock.advance(5);
    expect(peer.heard).toHaveLength(4);
    peer.answer = echo;
    peer.vanish();
    expect(await clock.until(reads)).toEqual([1, 2, 3]);
    expect(await clock.until(write)).toMatchObject({
      code: 'disconnected',
      facts: { outcomeUnknown: true, unit: 2 },
    });
    expect(peer.opens).toBe(2);
    const again = peer.heard.slice(4);
    expect(again.filter(({ unit }) => unit === 1).map(({ address }) => address)).toEqual([1, 2]);
    expect(again.map(({ unit }) => unit)).not.toContain(2);
  });

  it('fails reads without retries left, and goes on with the queue', async () => {
    const { clock, peer, line } = multiplexScene({ inFlight: 2 });
    peer.answer = () => undefined;
    const calls = Promise.allSettled(range(4).map(address => line.exchange(ask(1, address))));
    await clock.advance(5);
    peer.answer = echo;
    peer.vanish();
    const results = await clock.until(calls);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled', 'fulfilled']);
  });

  it('is waited for when calls are to be held, and these keep their order', async () => {
    const { clock, peer, line } = multiplexScene({ onLoss: 'hold' });
    peer.answer = () => undefined;
    const reads = Promise.all([1, 2, 3].map(address => line.exchange(ask(1, address))));
    await clock.advance(5);
    peer.answer = echo;
    peer.refuseOpen = new TransportError('open-failed', 'gone');
    peer.vanish();
    await clock.advance(500);
    expect(line.state).toBe('lost');
    peer.refuseOpen = undefined;
    expect(await clock.until(reads)).toEqual([1, 2, 3]);
    expect(peer.heard.slice(3).map(({ address }) => address)).toEqual([1, 2, 3]);
  });

  it('stays closed when the line is closed at that moment', async () => {
    const { clock, peer, line } = multiplexScene({ retries: 5 });
    peer.answer = () => undefined;
    const calls = range(3).map(address => rejection(line.exchange(ask(1, address))));
    await clock.advance(5);
    peer.vanish();
    await line.close();
    for (const error of await clock.until(Promise.all(calls)))
      expect(error).toMatchObject({ code: 'closed' });
    expect([peer.opens, line.state, clock.pending]).toEqual([1, 'closed', 0]);
  });

  it('drops half an answer that the loss cut off', async () => {
    const { clock, peer, line, trace } = multiplexScene({ retries: 1 });
    peer.answer = ({ id, unit, op }) => [1, packet(id, unit, op, 66).subarray(0, 4)];
    const call = line.exchange(ask(1, 7));
    await clock.advance(5);
    peer.answer = echo;
    peer.vanish();
    expect(await clock.until(call)).toBe(7);
    expect(bytesOf(trace, 'noise')).toEqual([0, 3, 1, 3]);
  });

  it('is given up when a write fails', async () => {
    const { clock, peer, line } = multiplexScene();
    await clock.until(line.exchange(ask(1, 1)));
    peer.failWrites = new TransportError('write-failed', 'reset by peer');
    const errors = Promise.all(range(3).map(address => rejection(line.exchange(ask(1, address)))));
    for (const error of await clock.until(errors)) expect(error).toMatchObject({ code: 'disconnected' });
    peer.failWrites = undefined;
    expect(await clock.until(line.exchange(ask(1, 2)))).toBe(2);
    expect(line.statistics.losses).toBeGreaterThan(0);
  });

  it('is given up when a write throws instead of rejecting', async () => {
    const { clock, peer, line } = multiplexScene({ retries: 0 });
    const write = peer.write.bind(peer);
    peer.write = () => {
      throw new Error('no such port');
    };
    const error = await clock.until(rejection(line.exchange(ask(1, 1))));
    expect(error).toMatchObject({ code: 'disconnected', message: expect.stringContaining('no such port') });
    peer.write = write;
    expect(await clock.until(line.exchange(ask(1, 2)))).toBe(2);
  });

  it('is given up when it takes no bytes any more', async () => {
    const { clock, peer, line } = multiplexScene({ timeout: 100 });
    await clock.until(line.exchange(ask(1, 1)));
    peer.holdWrites = new Promise(() => {});
    peer.answer = () => undefined;
    const error = await clock.until(rejection(line.exchange(ask(1, 2))));
    expect(error).toMatchObject({ code: 'write-failed' });
    peer.holdWrites = undefined;
    peer.answer = echo;
    expect(await clock.until(line.exchange(ask(1, 3)))).toBe(3);
    expect(peer.opens).toBe(2);
  });

  it('leaves no timer behind when it is not sought', async () => {
    const { clock, peer, line } = multiplexScene({ reconnect: false });
    peer.answer = () => undefined;
    const call = rejection(line.exchange(ask(1, 1)));
    await clock.advance(1);
    peer.vanish();
    await call;
    expect(clock.pending).toBe(0);
  });
});

describe('an answer that never ends', () => {
  it('costs the connection when its rest has not come for as long as a time-out', async () => {
    const { clock, peer, line } = multiplexScene({ timeout: 100, retries: 1 });
    peer.answer = ({ id }) => [1, Uint8Array.of(id, 90, 1, 3)];
    const error = await clock.until(rejection(line.exchange(ask(1, 1))));
    expect(error).toMatchObject({ code: 'no-reply' });
    peer.answer = echo;
    expect(await clock.until(line.exchange(ask(1, 2)))).toBe(2);
    expect(peer.opens).toBe(2);
  });

  it('is shown as the part that came', async () => {
    const { clock, peer, line } = multiplexScene({ timeout: 100 });
    peer.answer = ({ id }) => [1, Uint8Array.of(id, 3, 1)];
    const error = await clock.until(rejection(line.exchange(ask(1, 1))));
    expect(error).toMatchObject({ code: 'incomplete-reply', facts: { received: Uint8Array.of(0, 3, 1) } });
    expect(peer.opens).toBe(1);
  });

  it('costs nothing as long as whole answers come', async () => {
    const { clock, peer, line } = multiplexScene({ timeout: 100 });
    peer.answer = ({ id, unit, op, address }) => [60, packet(id, unit, op, address)];
    await line.open();
    for (let address = 0; address < 10; address += 1) {
      const call = line.exchange(ask(1, address));
      await clock.advance(59);
      expect(await clock.until(call)).toBe(address);
    }
    expect(peer.opens).toBe(1);
  });

  it('is not continued by the next connection, after an idle close', async () => {
    const { clock, peer, line } = multiplexScene({ timeout: 100, idleClose: 50 });
    peer.answer = () => undefined;
    await clock.until(rejection(line.exchange(ask(1, 7))));
    await clock.advance(20);
    peer.send(packet(0, 1, 3, 7).subarray(0, 3));
    await clock.advance(100);
    expect(line.state).toBe('closed');
    peer.answer = ({ id, unit, op, address }) => [1, packet(id, unit, op, address)];
    expect(await clock.until(line.exchange(ask(1, 9)))).toBe(9);
  });

  it('is not continued by the next connection, after a close during which a call is made', async () => {
    const { clock, peer, line } = multiplexScene({ timeout: 100 });
    peer.answer = ({ id, unit, op, address }) => [1, packet(id, unit, op, address).subarray(0, 3)];
    const call = rejection(line.exchange(ask(1, 7)));
    await clock.advance(20);
    peer.answer = ({ id, unit, op, address }) => [1, packet(id, unit, op, address)];
    const closing = line.close();
    const next = line.exchange(tell(1, 9, 5));
    await closing;
    await call;
    expect(await clock.until(next)).toBe(9);
  });
});

describe('a connection that gives no sign of life', () => {
  it('is opened anew after three questions, so that a router that forgot it does not stop the traffic', async () => {
    const { clock, peer, line } = multiplexScene({ timeout: 100 });
    peer.answer = () => undefined;
    for (let call = 0; call < 3; call += 1) await clock.until(rejection(line.exchange(ask(1, call))));
    peer.answer = echo;
    expect(await clock.until(line.exchange(ask(1, 7)))).toBe(7);
    expect(peer.opens).toBe(2);
  });

  it('is kept as long as anybody on it answers', async () => {
    const { clock, peer, line } = multiplexScene({ timeout: 100 });
    peer.answer = ({ id, unit, op, address }) =>
      unit === 9 ? undefined : [1, packet(id, unit, op, address)];
    for (let call = 0; call < 6; call += 1) {
      const dead = rejection(line.exchange(ask(9, call)));
      await clock.advance(50);
      await clock.until(line.exchange(ask(1, call)));
      await clock.until(dead);
    }
    expect(peer.opens).toBe(1);
  });
});

describe('a stream that is none', () => {
  it('is abandoned and opened again, and everything in it is noise', async () => {
    const { clock, peer, line, trace } = multiplexScene({ retries: 1 });
    peer.answer = () => [1, Uint8Array.of(0, 0xff, 1, 3, 66, 0, 3, 1, 3, 66)];
    const call = line.exchange(ask(1, 7));
    await clock.advance(0.5);
    peer.answer = echo;
    expect(await clock.until(call)).toBe(7);
    expect(peer.opens).toBe(2);
    expect(bytesOf(trace, 'noise')).toHaveLength(10);
  });

  it('fails a read without retries and says what it may be', async () => {
    const { clock, peer, line } = multiplexScene();
    peer.answer = () => [1, Uint8Array.of(0, 0, 1, 3)];
    const error = await clock.until(rejection(line.exchange(ask(1, 7))));
    expect(error).toMatchObject({
      code: 'disconnected',
      cause: { message: expect.stringContaining('no Modbus TCP') },
    });
  });
});

describe('datagrams', () => {
  const medium = { datagrams: true };

  it('carry one question each', async () => {
    const { clock, peer, line } = multiplexScene({}, medium);
    let written = () => {};
    peer.holdWrites = new Promise(resolve => {
      written = resolve;
    });
    const calls = Promise.all(range(5).map(address => line.exchange(ask(1, address))));
    await clock.advance(0);
    written();
    expect(await clock.until(calls)).toEqual(range(5));
    expect(peer.writes).toBe(5);
  });

  it('never continue in the next one', async () => {
    const { clock, peer, line, trace } = multiplexScene({}, medium);
    peer.answer = () => undefined;
    const call = rejection(line.exchange(ask(1, 7)));
    await clock.advance(1);
    peer.send(packet(0, 1, 3, 66).subarray(0, 3));
    peer.send(packet(0, 1, 3, 66).subarray(3));
    expect(await clock.until(call)).toHaveProperty('code');
    expect(bytesOf(trace, 'reply')).toEqual([]);
    peer.answer = echo;
    expect(await clock.until(line.exchange(ask(1, 8)))).toBe(8);
  });

  it('with something behind the frame are noise as a whole', async () => {
    const { clock, peer, line, trace } = multiplexScene({ timeout: 100 }, medium);
    peer.answer = () => undefined;
    const call = rejection(line.exchange(ask(1, 7)));
    await clock.advance(1);
    const longer = Uint8Array.of(...packet(0, 1, 3, 7), 0);
    peer.send(longer);
    expect(await clock.until(call)).toHaveProperty('code');
    expect(bytesOf(trace, 'noise')).toEqual([...longer]);
  });

  it('that make no sense are noise, and the connection stays', async () => {
    const { clock, peer, line } = multiplexScene({}, medium);
    peer.answer = () => undefined;
    const call = line.exchange(ask(1, 7));
    await clock.advance(1);
    peer.send(Uint8Array.of(0, 0xff, 1, 3, 66));
    peer.send(packet(0, 1, 3, 7));
    expect(await clock.until(call)).toBe(7);
    expect([peer.opens, line.state]).toEqual([1, 'open']);
  });
});

describe("inFlight: 'auto'", () => {
  /** A device that answers one question and drops what comes meanwhile. */
  function single(clock: { now(): number }) {
    let busyUntil = 0;
    return ({ id, unit, op, address }: Heard) => {
      if (clock.now() < busyUntil) return undefined;
      busyUntil = clock.now() + 10;
      return [10, packet(id, unit, op, address)] as const;
    };
  }

  it('falls to one where the peer drops what comes while it is busy, and no call fails', async () => {
    const { clock, peer, line } = multiplexScene({ timeout: 100, retries: 1 });
    peer.answer = single(clock);
    const values = await clock.until(Promise.all(range(40).map(address => line.exchange(ask(1, address)))));
    expect(values).toEqual(range(40));
    expect(peer.heard).toHaveLength(16 + 15 + 24);
  });

  it('falls to one where the peer closes the connection at the second question', async () => {
    const { clock, peer, line } = multiplexScene({ retries: 1 });
    let [busyUntil, connection] = [0, 0];
    peer.answer = ({ id, unit, op, address }) => {
      if (connection === peer.opens && clock.now() < busyUntil) {
        queueMicrotask(() => peer.vanish());
        return undefined;
      }
      connection = peer.opens;
      busyUntil = clock.now() + 5;
      return [5, packet(id, unit, op, address)];
    };
    const values = await clock.until(Promise.all(range(10).map(address => line.exchange(ask(1, address)))));
    expect(values).toEqual(range(10));
    expect(line.statistics.losses).toBe(1);
  });

  it('falls to one where the peer says that it is busy', async () => {
    const { clock, peer, line } = multiplexScene();
    const answer = single(clock);
    peer.answer = request => answer(request) ?? [1, packet(request.id, request.unit, 0x83, 6)];
    await clock.until(Promise.allSettled(range(16).map(address => line.exchange(ask(1, address)))));
    await clock.advance(100);
    const values = await clock.until(Promise.all(range(10).map(address => line.exchange(ask(1, address)))));
    expect(values).toEqual(range(10));
  });

  it('stays where it is when a unit that never answered is silent among others', async () => {
    const { clock, peer, line } = multiplexScene({ timeout: 100 });
    peer.answer = ({ id, unit, op, address }) =>
      unit === 9 ? undefined : [10, packet(id, unit, op, address)];
    const dead = rejection(line.exchange(ask(9, 1)));
    for (let round = 0; round < 12; round += 1) await clock.until(line.exchange(ask(1, round)));
    await clock.until(dead);
    const from = clock.now();
    await clock.until(Promise.all(range(15).map(address => line.exchange(ask(1, address)))));
    expect(clock.now() - from).toBe(10);
  });

  it('stays where it is when one question alone is not answered', async () => {
    const { clock, peer, line } = multiplexScene({ timeout: 100 });
    peer.answer = () => undefined;
    await clock.until(rejection(line.exchange(ask(1, 1))));
    peer.answer = ({ id, unit, op, address }) => [10, packet(id, unit, op, address)];
    const from = clock.now();
    await clock.until(Promise.all(range(16).map(address => line.exchange(ask(1, address)))));
    expect(clock.now() - from).toBe(10);
  });

  it('is a matter of the options: a number stays', async () => {
    const { clock, peer, line } = multiplexScene({ inFlight: 4, timeout: 100 });
    peer.answer = ({ id, unit, op, address }) =>
      unit === 2 ? undefined : [10, packet(id, unit, op, address)];
    await clock.until(Promise.allSettled([1, 2, 3].map(unit => line.exchange(ask(unit, 1)))));
    const from = clock.now();
    await clock.until(Promise.all(range(4).map(address => line.exchange(ask(1, address)))));
    expect(clock.now() - from).toBe(10);
  });
});

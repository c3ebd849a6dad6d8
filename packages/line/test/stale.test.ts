import { describe, expect, it } from 'vitest';
import { Line, UsageError } from '../src/index.js';
import { rejection, scene } from './scene.js';
import { ask, multiplexScene, packet } from './toy-multiplex.js';
import { broadcast, hex, read, write } from './toy-protocol.js';

const silentLoss = { silentLoss: true };
const answered = (address: number): [string, [number, string]] => [
  hex(1, 3, address, 1),
  [1, hex(1, 3, 1, address)],
];

describe('a connection that is dead without a word', () => {
  it('is opened anew at the first unanswered question after a long silence, and the read is repeated there', async () => {
    const { clock, peer, line } = scene({ timeout: 100 }, silentLoss);
    peer
      .expect(...answered(1))
      .expect(hex(1, 3, 2, 1))
      .expect(...answered(2));
    await clock.until(line.exchange(read(1, 1)));
    await clock.advance(30_000);
    expect(await clock.until(line.exchange(read(1, 2)))).toEqual([2]);
    expect(peer.opens).toBe(2);
    expect(line.statistics.losses).toBe(1);
  });

  it('does not repeat a write, whose outcome is unknown, and has a fresh one for the next question', async () => {
    const { clock, peer, line } = scene({ timeout: 100 }, silentLoss);
    peer.expect(hex(1, 6, 7, 5)).expect(...answered(1));
    await line.open();
    await clock.advance(30_000);
    const error = await clock.until(rejection(line.exchange(write(1, 7, 5))));
    expect(error).toMatchObject({ code: 'no-reply', facts: { outcomeUnknown: true } });
    expect(await clock.until(line.exchange(read(1, 1)))).toEqual([1]);
    expect(peer.opens).toBe(2);
  });

  it('is opened anew after three unanswered questions in a row, however busy it was before', async () => {
    const { clock, peer, line } = scene({ timeout: 100, retries: 0 }, silentLoss);
    peer.expect(...answered(1));
    for (const address of [2, 3, 4]) peer.expect(hex(1, 3, address, 1));
    await clock.until(line.exchange(read(1, 1)));
    await clock.advance(5);
    for (const address of [2, 3, 4]) {
      expect(peer.opens).toBe(1);
      await clock.until(rejection(line.exchange(read(1, address))));
    }
    peer.expect(...answered(5));
    expect(await clock.until(line.exchange(read(1, 5)))).toEqual([5]);
    expect(peer.opens).toBe(2);
  });

  it('is not taken for one as long as anything is heard, or nothing is to be answered', async () => {
    const { clock, peer, line } = scene({ timeout: 100, retries: 0 }, silentLoss);
    await line.open();
    for (let call = 0; call < 6; call += 1) {
      peer.expect(hex(9, 3, call, 1), [50, '55']);
      await clock.until(rejection(line.exchange(read(9, call))));
      peer.expect(hex(0, 6, 1, 1));
      await clock.until(line.exchange(broadcast(1, 1)));
      await clock.advance(10_000);
    }
    expect(peer.opens).toBe(1);
  });

  it('is told from a silent unit by trying once: the new connection is not given up at once', async () => {
    const { clock, peer, line } = scene({ timeout: 100, retries: 1 }, silentLoss);
    await line.open();
    await clock.advance(60_000);
    peer.expect(hex(9, 3, 1, 1)).expect(hex(9, 3, 1, 1));
    expect(await clock.until(rejection(line.exchange(read(9, 1))))).toMatchObject({ code: 'no-reply' });
    expect(peer.opens).toBe(2);
    expect(line.state).toBe('open');
  });

  it('is sought less and less often where a fresh one is as silent, since it is the units that are', async () => {
    const { clock, peer, line } = scene({ timeout: 100, retries: 0 }, silentLoss);
    const opened: number[] = [];
    for (let call = 1; call <= 150; call += 1) {
      peer.expect(hex(9, 3, call, 1));
      const before = peer.opens;
      await clock.until(rejection(line.exchange(read(9, call))));
      if (peer.opens > before) opened.push(call);
      if (call === 100) {
        peer.expect(...answered(1));
        await clock.until(line.exchange(read(1, 1)));
      }
    }
    // After 3, 6, 12, 24 and 48 questions in vain; and after 3, 6, 12 … once something was heard.
    expect(opened).toEqual([1, 4, 10, 22, 46, 94, 104, 110, 122, 146]);
  });

  it('is kept where nobody could be deceived, as on a serial port', async () => {
    const { clock, peer, line } = scene({ timeout: 100, retries: 0 });
    await clock.advance(60_000);
    for (let call = 0; call < 5; call += 1) {
      peer.expect(hex(9, 3, call, 1));
      await clock.until(rejection(line.exchange(read(9, call))));
    }
    expect(peer.opens).toBe(1);
  });

  it('is a matter of the options', async () => {
    const keeping = scene({ timeout: 100, retries: 0, stale: false }, silentLoss);
    const hasty = scene({ timeout: 100, retries: 0, stale: { after: 1 } }, silentLoss);
    for (const { clock, peer, line } of [keeping, hasty]) {
      for (let call = 0; call < 4; call += 1) {
        peer.expect(hex(9, 3, call, 1));
        await clock.until(rejection(line.exchange(read(9, call))));
      }
      await clock.advance(1000);
    }
    expect([keeping.peer.opens, hasty.peer.opens]).toEqual([1, 3]);
    for (const stale of [{ after: 0 }, { idle: -1 }, { after: Number.NaN }])
      expect(() => new Line(keeping.peer, { stale })).toThrow(UsageError);
  });

  it('is found in the same way where several questions are open', async () => {
    const { clock, peer, line } = multiplexScene({ timeout: 100, retries: 1 });
    const { answer } = peer;
    await clock.until(line.exchange(ask(1, 1)));
    await clock.advance(30_000);
    peer.answer = request => (peer.opens === 1 ? undefined : answer(request));
    const values = await clock.until(Promise.all([2, 3, 4].map(address => line.exchange(ask(1, address)))));
    expect(values).toEqual([2, 3, 4]);
    expect(peer.opens).toBe(2);
  });
});

describe('a peer that restarts under many open questions', () => {
  it('is asked as many at once as before, when it coped with them until then', async () => {
    const { clock, peer, line } = multiplexScene({ retries: 1 });
    peer.answer = ({ id, unit, op, address }) => [10, packet(id, unit, op, address)];
    const many = () =>
      Promise.all(Array.from({ length: 48 }, (_, address) => line.exchange(ask(1, address))));
    await clock.until(many());
    const cut = many();
    await clock.advance(5);
    peer.vanish();
    await clock.until(cut);
    const from = clock.now();
    await clock.until(many());
    expect(clock.now() - from).toBe(30);
  });
});

describe('a peer that accepts connections only to end them', () => {
  it('is sought with growing pauses, like one that refuses', async () => {
    const { clock, peer, line } = scene({ reconnect: { min: 100, max: 1000 } });
    const times: number[] = [];
    line.on('state', ({ state }) => {
      if (state !== 'open') return;
      times.push(clock.now());
      clock.setTimer(() => peer.vanish(), 1);
    });
    await line.open();
    await clock.advance(2000);
    expect(times).toEqual([0, 101, 302, 703, 1504]);
    expect(await rejection(line.exchange(read(1, 7)))).toMatchObject({ code: 'disconnected' });
  });

  it('is forgiven as soon as a connection brought an answer, or lived for a while', async () => {
    const { clock, peer, line } = scene({ reconnect: { min: 100, max: 1000 } });
    await line.open();
    for (let round = 0; round < 4; round += 1) {
      peer.expect(...answered(round));
      await clock.until(line.exchange(read(1, round)));
      peer.vanish();
    }
    expect(peer.opens).toBe(4);
    await line.open();
    for (let round = 0; round < 4; round += 1) {
      await clock.advance(1200);
      peer.vanish();
      peer.expect(...answered(round));
      await clock.until(line.exchange(read(1, round)));
    }
    expect(peer.opens).toBe(9);
  });
});

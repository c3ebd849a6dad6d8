import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Line } from '@bus/line';
import { FakeClock } from '@bus/line/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ModbusClient } from '../../src/index.js';
import { AnsweringPeer, type HeardRequest, type Pieces } from '../support/answering-peer.js';
import { FRAMINGS, type FramingName, frameOf } from '../support/framings.js';
import { scene } from '../support/scene.js';

/** A device park in which a register holds its unit and its address. */
function park(framing: FramingName, silent: readonly number[] = [], delay = 3, options = {}) {
  const clock = new FakeClock();
  const answer = ({ unit, pdu, id }: HeardRequest): Pieces =>
    silent.includes(unit) ? [] : [[delay, frameOf(framing, unit, [3, 2, unit, pdu[2]!], id)]];
  const peer = new AnsweringPeer(clock, framing, answer);
  const line = new Line(peer, { clock, retries: 0, ...options });
  return { clock, peer, line, client: new ModbusClient(line, { framing }) };
}

const range = (count: number) => Array.from({ length: count }, (_, index) => index);

describe.each(FRAMINGS)('many callers, %s', framing => {
  it('F9: 1,000 calls at once all settle, in order per unit', async () => {
    const { clock, client } = park(framing, [], 1, { inFlight: 1 });
    const order: number[] = [];
    const calls = range(1000).map(async index => {
      expect(await client.unit(1).readRegister(index & 255)).toBe(256 + (index & 255));
      order.push(index);
    });
    await clock.until(Promise.all(calls));
    expect(order).toEqual(range(1000));
  });

  it('F10: 5 units × 200 calls at once each get the value of their own unit', async () => {
    const { clock, client } = park(framing);
    const calls = range(1000).map(index => client.unit(1 + (index % 5)).readRegister(Math.floor(index / 5)));
    const values = await clock.until(Promise.all(calls));
    expect(values).toEqual(range(1000).map(index => 256 * (1 + (index % 5)) + Math.floor(index / 5)));
  });

  it('F11: a dead unit fails alone; the calls to others that wait behind it are carried out', async () => {
    const { clock, client } = park(framing, [2], 3, { timeout: 100 });
    const calls = [1, 2, 3, 4, 2, 3].map(unit => client.unit(unit).readRegister(7));
    const results = await clock.until(Promise.allSettled(calls));
    expect(results.map(result => (result.status === 'fulfilled' ? result.value : 'dead'))).toEqual([
      256 + 7,
      'dead',
      768 + 7,
      1024 + 7,
      'dead',
      768 + 7,
    ]);
  });

  it('F12: live units keep 90 % of their throughput once a dead one is asked less often', async () => {
    const { clock, client } = park(framing, [2], 10, {
      timeout: 100,
      inFlight: 1,
      deadUnits: { after: 2, retryEvery: 5000 },
    });
    let alive = 0;
    for (const round of range(500)) {
      const calls = [1, 2, 3, 4].map(unit => client.unit(unit).readRegister(round & 127));
      const results = await clock.until(Promise.allSettled(calls));
      alive += results.filter(({ status }) => status === 'fulfilled').length;
    }
    expect(alive).toBe(1500);
    expect((10 * alive) / clock.now()).toBeGreaterThan(0.9);
  });

  it('F43: the minimum time between two queries is kept for each unit by itself', async () => {
    const { clock, client } = park(framing, [], 5);
    const times: Record<number, number[]> = { 1: [], 2: [] };
    client.line.on('trace', ({ direction, bytes, framing: read, time }) => {
      if (direction === 'sent') times[read!.unitOf(bytes)!]!.push(time);
    });
    const [slow, slower] = [client.unit(1, { minGap: 30 }), client.unit(2, { minGap: 50 })];
    const calls = range(5).flatMap(address => [slow.readRegister(address), slower.readRegister(address)]);
    await clock.until(Promise.all(calls));
    const gaps = (list: number[]) => list.slice(1).map((time, index) => time - list[index]! - 5);
    expect(Math.min(...gaps(times[1]!))).toBeGreaterThanOrEqual(30);
    expect(Math.max(...gaps(times[1]!))).toBeLessThan(40);
    expect(Math.min(...gaps(times[2]!))).toBeGreaterThanOrEqual(50);
    expect(Math.max(...gaps(times[2]!))).toBeLessThan(60);
  });
});

describe('connections', () => {
  it('F16: ten parallel opens share one attempt', async () => {
    const { clock, peer, line } = scene();
    await clock.until(Promise.all(range(10).map(() => line.open())));
    expect(peer.opens).toBe(1);
  });

  it('F17: 10,000 openings and closings leave no timer, no listener and no memory behind', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const { clock, peer, line, unit, adu, trace } = scene();
    const cycle = async () => {
      peer.expect(adu(1, [3, 0, 7, 0, 1]), [0, adu(1, [3, 2, 0, 7])]);
      await unit().readRegister(7);
      await line.close();
      peer.written.length = 0;
      trace.length = 0;
    };
    const heapAfter = async (cycles: number) => {
      for (let count = 0; count < cycles; count += 1) await cycle();
      collect();
      return process.memoryUsage().heapUsed;
    };
    let before = await heapAfter(1000);
    const growths: number[] = [];
    for (let stretch = 0; stretch < 3; stretch += 1) {
      const after = await heapAfter(3000);
      growths.push(after - before);
      before = after;
    }
    // What a leak adds it adds to each stretch; what compiling and the like add they add to some.
    expect(Math.min(...growths)).toBeLessThan(150_000);
    expect([clock.pending, peer.opens, peer.done]).toEqual([0, 10_000, true]);
  });

  it('F13: a port that is unplugged and back 50 times under load is never deaf', async () => {
    const { clock, peer, client } = park('rtu', [], 5, { retries: 3 });
    for (const round of range(50)) {
      const calls = range(5).map(address => client.unit(1).readRegister(address));
      await clock.advance(round % 13);
      peer.vanish();
      expect(await clock.until(Promise.all(calls))).toEqual(range(5).map(address => 256 + address));
    }
    expect(client.line.statistics.losses).toBe(50);
  });
});

describe('failures', () => {
  const stray: unknown[] = [];
  const note = (error: unknown) => stray.push(error);
  beforeEach(() => {
    stray.length = 0;
    process.on('uncaughtException', note).on('unhandledRejection', note);
  });
  afterEach(() => {
    process.off('uncaughtException', note).off('unhandledRejection', note);
  });

  it('F7: reach the caller and nobody else, whatever comes back', async () => {
    const answers = [
      '01 83 02 00 00',
      '01 03 02 03 04 00 00',
      'FF',
      '00 00 00 00 00 FF 01',
      '3A 30 31 0D 0A',
    ];
    for (const framing of FRAMINGS) {
      for (const answer of answers) {
        const { clock, peer, line, unit, adu } = scene(framing, { retries: 1 });
        peer.expect(adu(1, [3, 0, 7, 0, 1]), [1, answer], [2, answer]);
        const outcome = clock.until(unit().readRegister(7));
        await expect(outcome).rejects.toHaveProperty('facts');
        peer.vanish(new Error('unplugged'));
        await line.close();
        await clock.advance(10_000);
      }
    }
    await new Promise(resolve => setImmediate(resolve));
    expect(stray).toEqual([]);
  });
});

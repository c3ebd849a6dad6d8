import { Line, TransportError } from '@bus/line';
import { FakeClock } from '@bus/line/testing';
import { describe, expect, it } from 'vitest';
import { ModbusClient, mbapFraming } from '../../src/index.js';
import { AnsweringPeer, type HeardRequest } from '../support/answering-peer.js';
import { frameOf, hexFrame } from '../support/framings.js';
import { rejection, scene } from '../support/scene.js';

const ask = (address: number) => [3, 0, address, 0, 1];
const tell = (value: number) => [3, 2, 0, value];
const tcp = (id: number, pdu: number[], unit = 1) => hexFrame('tcp', unit, pdu, id);
/** A right answer, after 1 ms. */
const right = ({ unit, pdu, id }: HeardRequest) => [[1, frameOf('tcp', unit, tell(pdu[2]!), id)] as const];

function served(answer: (request: HeardRequest) => readonly (readonly [number, Uint8Array])[], options = {}) {
  const clock = new FakeClock();
  const peer = new AnsweringPeer(clock, 'tcp', answer);
  const line = new Line(peer, { clock, retries: 0, ...options });
  return { clock, peer, line, unit: new ModbusClient(line, { framing: 'tcp' }).unit(1) };
}

describe('segments', () => {
  it('F8: three requests may leave, and their answers arrive, merged and split in any way', async () => {
    const stream = [tcp(0, tell(10)), tcp(1, tell(11)), tcp(2, tell(12))].join(' ').split(' ');
    for (let cut = 0; cut <= stream.length; cut += 1) {
      const { clock, peer, unit } = scene('tcp');
      const calls = Promise.all([0, 1, 2].map(address => unit().readRegister(address)));
      await clock.advance(0);
      for (const part of [stream.slice(0, cut), stream.slice(cut)])
        if (part.length > 0) peer.send(part.join(' '));
      expect(await clock.until(calls)).toEqual([10, 11, 12]);
    }
  });
});

describe('connections that end', () => {
  it('F14: a gateway that restarts, resets or falls silent is found again', async () => {
    const { clock, peer, line, unit } = scene('tcp', { retries: 1, timeout: 100 });
    peer.expect(tcp(0, ask(1)), [1, tcp(0, tell(1))]);
    expect(await clock.until(unit().readRegister(1))).toBe(1);

    peer.refuseOpen = new TransportError('open-failed', 'connection refused');
    peer.vanish();
    expect(await clock.until(rejection(unit().readRegister(2)))).toHaveProperty('code');
    await clock.advance(3000);
    peer.refuseOpen = undefined;
    await clock.advance(10_000);
    expect(line.state).toBe('open');

    peer
      .expect(tcp(1, ask(3)), [1, tcp(1, tell(3)).slice(0, 17)])
      .expect(tcp(2, ask(3)), [1, tcp(2, tell(3))]);
    const reset = unit().readRegister(3);
    await clock.advance(5);
    peer.vanish(new Error('connection reset'));
    expect(await clock.until(reset)).toBe(3);

    peer.expect(tcp(3, ask(4))).expect(tcp(4, ask(4)));
    expect(await clock.until(rejection(unit().readRegister(4)))).toMatchObject({ code: 'no-reply' });
    peer.vanish(new Error('timed out'));
    peer.expect(tcp(5, ask(5)), [1, tcp(5, tell(5))]);
    expect(await clock.until(unit().readRegister(5))).toBe(5);
    expect(peer.done).toBe(true);
  });

  it('F15: a connection that the device closed while it was idle costs the next call nothing', async () => {
    const { clock, peer, line, unit } = scene('tcp');
    for (let id = 0; id < 5; id += 1) {
      peer.expect(tcp(id, ask(id)), [1, tcp(id, tell(id))]);
      expect(await clock.until(unit().readRegister(id))).toBe(id);
      await clock.advance(1000);
      peer.vanish();
    }
    expect(line.statistics.units.get(1)).toMatchObject({ sent: 5, answered: 5, timeouts: 0 });
    expect(peer.opens).toBe(5);
  });
});

describe('headers that lie', () => {
  it.each([
    ['one too small', (length: number) => length - 1],
    ['one too large', (length: number) => length + 1],
    ['0', () => 0],
    ['1', () => 1],
    ['254', () => 254],
    ['255', () => 255],
    ['65535', () => 65_535],
  ])('F36: a length that is %s gives no wrong value, and the calls after it recover', async (_, lie) => {
    for (const size of [100, 1, 6, 7]) {
      let first = true;
      const { clock, unit } = served(
        request => {
          const [[, frame]] = right(request) as [readonly [number, Uint8Array]];
          if (first) {
            const length = lie(frame[5]!);
            frame[4] = length >> 8;
            frame[5] = length;
          }
          first = false;
          const pieces: [number, Uint8Array][] = [];
          for (let at = 0; at < frame.length; at += size) pieces.push([1 + at, frame.slice(at, at + size)]);
          return pieces;
        },
        { retries: 1, timeout: 100 },
      );
      const outcomes: unknown[] = [];
      for (let address = 0; address < 40; address += 1) {
        const value = await clock.until(unit.readRegister(address).catch(() => 'failed'));
        expect([address, 'failed']).toContain(value);
        outcomes.push(value);
      }
      expect(outcomes.filter(value => value === 'failed').length).toBeLessThanOrEqual(2);
      expect(outcomes.slice(-3)).toEqual([37, 38, 39]);
    }
  });

  it('F37: an answer that is a header only is an error, at once when its length says so', async () => {
    const short = served(({ id }) => [[1, Uint8Array.of(id >> 8, id, 0, 0, 0, 1, 1)]]);
    expect(await short.clock.until(rejection(short.unit.readRegister(1)))).toMatchObject({
      code: 'disconnected',
    });
    expect(short.clock.now()).toBe(1);
    const cut = served(({ id }) => [[1, Uint8Array.of(id >> 8, id, 0, 0, 0, 6, 1)]], { timeout: 100 });
    expect(await cut.clock.until(rejection(cut.unit.readRegister(1)))).toBeInstanceOf(Error);
    expect(cut.clock.now()).toBe(100);
  });
});

describe('transaction identifiers', () => {
  const framing = mbapFraming();
  /** Modbus TCP with 8 identifiers, so that they soon begin again. */
  const few = { ...framing, multiplex: { ...framing.multiplex!, identifiers: 8 } };

  it('F49: begin again after the last, and pass over those that are open or still awaited', async () => {
    expect(framing.multiplex!.identifiers).toBe(65_536);
    const tagged = framing.multiplex!.tag(framing.wrap(1, Uint8Array.of(7)), 65_535);
    expect([framing.multiplex!.idOf(tagged), tagged[0], tagged[1]]).toEqual([65_535, 255, 255]);

    const { clock, peer, line } = served(request => (request.pdu[2] === 99 ? [] : right(request)), {
      inFlight: 4,
      timeout: 100,
      lateWindow: 10_000,
    });
    const unit = new ModbusClient(line, { framing: few }).unit(1);
    await clock.until(rejection(unit.readRegister(99)));
    for (let address = 0; address < 60; address += 3) {
      const calls = [0, 1, 2].map(offset => unit.readRegister(address + offset));
      expect(await clock.until(Promise.all(calls))).toEqual([address, address + 1, address + 2]);
    }
    const used = peer.heard.slice(1).map(({ id }) => id);
    expect(new Set(used)).toEqual(new Set([1, 2, 3, 4, 5, 6, 7]));
  });

  it('of a late answer are not those of the call that is open after the wrap', async () => {
    let delay = 150;
    const { clock, line } = served(
      request => {
        const [[, frame]] = right(request) as [readonly [number, Uint8Array]];
        const answer = [[delay, frame] as const];
        delay = 15;
        return answer;
      },
      { inFlight: 1, timeout: 100 },
    );
    const unit = new ModbusClient(line, { framing: few }).unit(1);
    await clock.until(rejection(unit.readRegister(77)));
    for (let address = 0; address < 20; address += 1)
      expect(await clock.until(unit.readRegister(address))).toBe(address);
    expect(line.statistics.units.get(1)?.late).toBe(1);
  });
});

import { Line, Responder } from '@bus/line';
import { FakeClock } from '@bus/line/testing';
import { describe, expect, it } from 'vitest';
import { answerRequest, MemoryBank, ModbusClient, rtuFraming } from '../../src/index.js';
import { hexFrame, spaced } from '../support/framings.js';
import { rejection, scene } from '../support/scene.js';
import { WireHub } from '../support/wire-hub.js';

const rtu = (unit: number, ...pdu: number[]) => hexFrame('rtu', unit, pdu);
const QUESTION = rtu(1, 3, 0, 7, 0, 1);
const ANSWER = rtu(1, 3, 2, 3, 4);

describe('local echo', () => {
  it('F29: an echo is dropped whole, missed when partial, reported when corrupted, and never an answer', async () => {
    const write = rtu(1, 6, 0, 7, 0, 9);
    const whole = scene('rtu', { echo: true });
    whole.peer.expect(QUESTION, [1, QUESTION], [5, ANSWER]).expect(write, [1, `${write} ${write}`]);
    expect(await whole.clock.until(whole.unit().readRegister(7))).toBe(772);
    await whole.clock.until(whole.unit().writeRegister(7, 9, { fc: 6 }));

    const partial = scene('rtu', { echo: true });
    partial.peer.expect(QUESTION, [1, QUESTION.slice(0, 11)]);
    const cut = await partial.clock.until(rejection(partial.unit().readRegister(7)));
    expect(cut).toMatchObject({ code: 'incomplete-reply', hint: expect.stringContaining('echo') });

    const corrupted = scene('rtu', { echo: true });
    corrupted.peer.expect(QUESTION, [1, QUESTION.replace('07', '08')], [5, ANSWER]);
    const differs = await corrupted.clock.until(rejection(corrupted.unit().readRegister(7)));
    expect(differs).toMatchObject({ code: 'echo-mismatch' });

    for (const echo of [true, 'auto'] as const) {
      const only = scene('rtu', { echo });
      only.peer.expect(write, [1, write]);
      const error = await only.clock.until(rejection(only.unit().writeRegister(7, 9, { fc: 6 })));
      expect(error).toMatchObject({ facts: { outcomeUnknown: true } });
    }
  });
});

describe('times on the wire', () => {
  it('F30: a broadcast takes its time on the wire and the turnaround, and no time-out', async () => {
    for (const [characterTime, onWire] of [
      [0, 0],
      [1, 8],
      [0.5, 4],
    ] as const) {
      const { clock, peer, unit } = scene('rtu', {}, { characterTime });
      peer.expect(rtu(0, 6, 0, 7, 0, 9));
      await clock.until(unit(0).writeRegister(7, 9, { fc: 6 }));
      expect(clock.now() - peer.written[0]![0]).toBe(onWire + 100);
    }
  });

  it.each([1200, 2400, 4800, 9600, 19_200, 38_400, 57_600, 115_200])(
    'F31: the silence between frames is kept at %i bit/s, from the last byte heard or sent',
    async baudRate => {
      const characterTime = 11_000 / baudRate;
      const gap = baudRate > 19_200 ? 1.75 : 3.5 * characterTime;
      const { clock, peer, unit } = scene('rtu', { timeout: 100 }, { characterTime });
      const onWire = 8 * characterTime;
      peer
        .expect(QUESTION, [onWire + 5, ANSWER])
        .expect(rtu(0, 6, 0, 7, 0, 9))
        .expect(QUESTION, [onWire, ANSWER]);
      const calls = [unit().readRegister(7), unit(0).writeRegister(7, 9, { fc: 6 }), unit().readRegister(7)];
      await clock.until(Promise.all(calls));
      const [first, second, third] = peer.written.map(([time]) => time) as [number, number, number];
      expect(second - (first + onWire + 5)).toBeCloseTo(gap, 6);
      expect(third - (second + onWire + 100)).toBeGreaterThanOrEqual(-1e-9);
    },
  );
});

/** A device with one holding register, on a line that it shares with others. */
async function device(hub: WireHub, clock: FakeClock, unit: number): Promise<unknown[]> {
  const bank = new MemoryBank({ holdingRegisters: { 7: 1000 + unit } });
  const errors: unknown[] = [];
  const responder = new Responder(hub.attach(), {
    framing: rtuFraming,
    clock,
    onError: error => errors.push(error),
    answer(frame) {
      const { unit: asked, pdu } = rtuFraming.unwrap(frame);
      const answer = asked === unit ? answerRequest(pdu, bank) : undefined;
      return answer && rtuFraming.wrap(unit, answer);
    },
  });
  await responder.open();
  return errors;
}

describe('several servers on one line', () => {
  it('F39: each answers its own requests only, and none answers a broken one', async () => {
    const clock = new FakeClock();
    const hub = new WireHub();
    const client = new ModbusClient(new Line(hub.attach(), { clock, retries: 0 }));
    const errors = await Promise.all([1, 2, 3].map(unit => device(hub, clock, unit)));
    const calls = Array.from({ length: 30 }, (_, index) => client.unit(1 + (index % 3)).readRegister(7));
    const values = await clock.until(Promise.all(calls));
    expect(values).toEqual(values.map((_, index) => 1001 + (index % 3)));
    expect(hub.written.filter(({ station }) => station > 0)).toHaveLength(30);

    const stranger = hub.attach();
    await stranger.open({ data: () => undefined, closed: () => undefined });
    const before = hub.written.length;
    const broken = rtuFraming.wrap(1, Uint8Array.of(3, 0, 7, 0, 1));
    broken[6]! ^= 1;
    await stranger.write(broken);
    await stranger.write(rtuFraming.wrap(9, Uint8Array.of(3, 0, 7, 0, 1)));
    await clock.advance(1000);
    expect(hub.written.slice(before).map(({ bytes }) => spaced(bytes))).toHaveLength(2);
    expect(await clock.until(client.unit(2).readRegister(7))).toBe(1002);
    expect(errors.flat()).toEqual([]);
  });
});

describe('devices with limits of their own', () => {
  it('F42: writes with 16 only or with 6 only, and never asks for more registers than the device takes', async () => {
    const { clock, peer, unit } = scene();
    peer
      .expect(rtu(1, 16, 0, 7, 0, 1, 2, 0, 9), [1, rtu(1, 16, 0, 7, 0, 1)])
      .expect(rtu(1, 6, 0, 7, 0, 9), [1, rtu(1, 6, 0, 7, 0, 9)])
      .expect(rtu(1, 3, 0, 0, 0, 2), [1, rtu(1, 3, 4, 0, 1, 0, 2)])
      .expect(rtu(1, 3, 0, 2, 0, 1), [1, rtu(1, 3, 2, 0, 3)]);
    await clock.until(unit(1, { writes: 'multiple' }).writeRegister(7, 9));
    await clock.until(unit(1, { writes: 'single' }).writeRegister(7, 9));
    expect(await clock.until(unit(1, { maxRegisters: 2 }).readRegisters(0, 3))).toEqual([1, 2, 3]);
    expect(peer.done).toBe(true);
  });
});

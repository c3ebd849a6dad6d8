import { describe, expect, it } from 'vitest';
import { MemoryBank, rtuFraming, ServerUnit, writeSingleRegister } from '../src/index.js';
import { framingOf } from './support/framings.js';
import { fullUnit, serving } from './support/server-scene.js';

const rtu = (unit: number, ...pdu: number[]) => rtuFraming.wrap(unit, Uint8Array.from(pdu));
const device = () =>
  new ServerUnit({ bank: new MemoryBank({ holdingRegisters: { 0: 10, 1: 11 }, coils: { 0: false } }) });

/** CPT1 to CPT8, by the sub-functions that return them. */
const SUBS = [11, 12, 13, 14, 15, 16, 17, 18];

describe('a server on a shared serial line', () => {
  it('answers its own units, and is silent to foreign ones and to their answers', async () => {
    const scene = await serving('rtu', { 1: device(), 3: device() });
    expect(await scene.askPdu(1, 3, 0, 0, 0, 1)).toEqual([3, 2, 0, 10]);
    expect(await scene.askPdu(3, 3, 0, 1, 0, 1)).toEqual([3, 2, 0, 11]);
    expect(await scene.askPdu(2, 3, 0, 0, 0, 1)).toBeUndefined();
    expect(await scene.ask(rtu(2, 3, 0, 0, 0, 1), rtu(2, 3, 2, 0, 5))).toEqual([]);
  });

  it('does not execute what a foreign unit answers, nor a request inside of that', async () => {
    const unit = device();
    const scene = await serving('rtu', { 1: unit });
    const inner = rtu(1, 6, 0, 0, 0, 99);
    const answer = rtu(2, 3, inner.length, ...inner);
    for (const size of [1, 3, 256]) {
      const chunks = Array.from({ length: Math.ceil(answer.length / size) }, (_, index) =>
        answer.slice(index * size, (index + 1) * size),
      );
      expect(await scene.ask(...chunks)).toEqual([]);
    }
    expect(unit.bank.holdingRegisters.get(0)).toBe(10);
  });

  it('answers the next request at once when the unit before is absent', async () => {
    const scene = await serving('rtu', { 1: device() });
    await scene.send(rtu(2, 3, 0, 0, 0, 1), rtu(1, 3, 0, 0, 0, 1));
    expect(scene.heard()).toEqual([rtu(1, 3, 2, 0, 10)]);
  });

  it('answers an unknown function when the line falls silent', async () => {
    const scene = await serving('rtu', { 1: device() });
    expect(await scene.askPdu(1, 65, 1, 2, 3)).toEqual([193, 1]);
  });

  it('does not answer before the gap of the line', async () => {
    const scene = await serving('rtu', { 1: device() }, { medium: { characterTime: 1 } });
    await scene.send(rtu(1, 3, 0, 0, 0, 1));
    await scene.clock.advance(3.4);
    expect(scene.heard()).toEqual([]);
    await scene.clock.advance(0.2);
    expect(scene.heard()).toHaveLength(1);
  });

  it('executes broadcasts in every unit, once in each device, and answers none', async () => {
    const [one, two] = [device(), device()];
    const scene = await serving('rtu', { 1: one, 2: two, 9: two });
    let writes = 0;
    two.handle(writeSingleRegister, (_, { broadcast, unit }) => {
      writes += 1;
      expect([broadcast, unit]).toEqual([true, 0]);
      return undefined;
    });
    expect(await scene.askPdu(0, 6, 0, 0, 0, 77)).toBeUndefined();
    expect([one, two].map(({ bank }) => bank.holdingRegisters.get(0))).toEqual([77, 77]);
    expect(writes).toBe(1);
    expect(await scene.askPdu(0, 3, 0, 0, 0, 1)).toBeUndefined();
    expect(await scene.askPdu(0, 6, 0, 200, 0, 1)).toBeUndefined();
    const counters = scene.served.counters(1);
    expect(SUBS.map(sub => counters.counter(sub))).toEqual([3, 0, 1, 3, 3, 0, 0, 0]);
  });

  it('executes its own answer when it hears it, and does not with `echo`', async () => {
    for (const echo of [false, true]) {
      const unit = device();
      let executed = 0;
      unit.handle(writeSingleRegister, () => {
        executed += 1;
        return undefined;
      });
      const scene = await serving('rtu', { 1: unit }, { echo });
      const request = rtu(1, 6, 0, 0, 0, 7);
      await scene.send(request);
      expect(scene.heard()).toEqual([request]);
      await scene.send(request.subarray(0, 3), request.subarray(3));
      expect(executed).toBe(echo ? 1 : 2);
    }
  });
});

describe('with `echo`, a server', () => {
  it('takes what only begins like its answer for what it is', async () => {
    const unit = device();
    const scene = await serving('rtu', { 1: unit }, { echo: true });
    await scene.send(rtu(1, 6, 0, 0, 0, 7));
    scene.heard();
    const other = rtu(1, 6, 0, 0, 0, 8);
    await scene.send(other.subarray(0, 2), other.subarray(2, 5), other.subarray(5));
    expect(scene.heard()).toEqual([other]);
    expect(unit.bank.holdingRegisters.get(0)).toBe(8);
  });

  it('waits no longer for its answer than the line may be silent', async () => {
    const scene = await serving('rtu', { 1: device() }, { echo: true });
    const request = rtu(1, 6, 0, 0, 0, 7);
    expect(await scene.ask(request)).toEqual([request]);
    expect(await scene.ask(request)).toEqual([request]);
  });
});

describe('the counters of a line', () => {
  it('rise as the serial line guide says, step by step', async () => {
    const scene = await serving('rtu', { 1: fullUnit() });
    const read = async () => {
      const values: number[] = [];
      for (const sub of SUBS) {
        const [, , , high, low] = (await scene.askPdu(1, 8, 0, sub, 0, 0))!;
        values.push(high! * 256 + low!);
      }
      return values;
    };
    // Each question is itself a message, and is counted before it is answered.
    expect(await read()).toEqual([1, 0, 0, 4, 0, 0, 0, 0]);
    await scene.askPdu(1, 8, 0, 10, 0, 0);
    expect(await read()).toEqual([1, 0, 0, 4, 0, 0, 0, 0]);
    await scene.ask(rtu(2, 3, 0, 0, 0, 1));
    expect(await read()).toEqual([10, 0, 0, 12, 0, 0, 0, 0]);
    await scene.ask(Uint8Array.of(...rtu(1, 3, 0, 0, 0, 1).subarray(0, 7), 0xee));
    expect(await read()).toEqual([18, 1, 0, 20, 0, 0, 0, 0]);
    await scene.askPdu(1, 3, 0, 0, 0, 0);
    expect(await read()).toEqual([27, 1, 1, 29, 0, 0, 0, 0]);
    await scene.askPdu(0, 6, 0, 0, 0, 1);
    expect(await read()).toEqual([36, 1, 1, 38, 1, 0, 0, 0]);
    await scene.ask(new Uint8Array(300).fill(0xff));
    expect(await read()).toEqual([44, 2, 1, 46, 1, 0, 0, 1]);
    await scene.askPdu(1, 8, 0, 20, 0, 0);
    expect((await read())[7]).toBe(0);
  });

  it('count one error for one run of noise, however it is cut', async () => {
    const scene = await serving('rtu', { 1: fullUnit() });
    const noise = Uint8Array.of(0xfe, 0xfe, 0xfe, 0xfe, 0xfe, 0xfe);
    for (const byte of noise) await scene.send(Uint8Array.of(byte));
    await scene.clock.advance(60);
    await scene.send(noise);
    expect(scene.served.counters(1).counter(12)).toBe(2);
    await scene.ask(rtu(1, 7));
    await scene.send(noise);
    expect(scene.served.counters(1).counter(12)).toBe(3);
  });

  it('count events, but not refusals nor the question for the events', async () => {
    const scene = await serving('rtu', { 1: fullUnit() });
    expect(await scene.askPdu(1, 11)).toEqual([11, 0, 0, 0, 0]);
    await scene.askPdu(1, 3, 0, 0, 0, 1);
    await scene.askPdu(1, 3, 0, 0, 0, 0);
    expect(await scene.askPdu(1, 11)).toEqual([11, 0, 0, 0, 1]);
    await scene.askPdu(0, 6, 0, 0, 0, 1);
    expect(await scene.askPdu(1, 12)).toEqual(
      // The newest first: this question; the broadcast; 11; the refusal; the read; 11.
      [12, 17, 0, 0, 0, 2, 0, 6, 0x80, 0x40, 0xc0, 0x40, 0x80, 0x41, 0x80, 0x40, 0x80, 0x40, 0x80],
    );
    await scene.askPdu(1, 8, 0, 10, 0, 0);
    expect(await scene.askPdu(1, 11)).toEqual([11, 0, 0, 0, 0]);
  });
});

describe('listen-only mode', () => {
  it('hears and counts, and neither does nor says anything until it is restarted', async () => {
    const unit = device();
    const scene = await serving('rtu', { 1: unit });
    const counters = scene.served.counters(1);
    expect(await scene.askPdu(1, 8, 0, 4, 0, 0)).toBeUndefined();
    expect(counters.listenOnly).toBe(true);
    expect(await scene.askPdu(1, 6, 0, 0, 0, 99)).toBeUndefined();
    expect(await scene.askPdu(0, 6, 0, 0, 0, 99)).toBeUndefined();
    expect(await scene.askPdu(1, 65)).toBeUndefined();
    expect(await scene.askPdu(1, 8, 0, 1, 0x12, 0)).toBeUndefined();
    expect(unit.bank.holdingRegisters.get(0)).toBe(10);
    expect(SUBS.map(sub => counters.counter(sub))).toEqual([5, 0, 0, 5, 5, 0, 0, 0]);
    expect(counters.listenOnly).toBe(true);
    expect(await scene.askPdu(1, 8, 0, 1, 0, 0)).toBeUndefined();
    expect(SUBS.map(sub => counters.counter(sub))).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
    expect(counters.events.slice(0, 4)).toEqual([0x00, 0x60, 0xa0, 0x60]);
    expect(await scene.askPdu(1, 3, 0, 0, 0, 1)).toEqual([3, 2, 0, 10]);
  });

  it('is one unit’s on one line: others answer, and so does the same unit elsewhere', async () => {
    const unit = device();
    const scene = await serving('rtu', { 1: unit, 2: device() });
    await scene.askPdu(1, 8, 0, 4, 0, 0);
    expect(await scene.askPdu(2, 3, 0, 0, 0, 1)).toEqual([3, 2, 0, 10]);
    const elsewhere = await serving('tcp', { 1: unit });
    expect(await elsewhere.askPdu(1, 3, 0, 0, 0, 1)).toEqual([3, 2, 0, 10]);
  });

  it('forgets the log when the restart says so', async () => {
    const scene = await serving('rtu', { 1: device() });
    expect(await scene.askPdu(1, 8, 0, 1, 0xff, 0)).toEqual([8, 0, 1, 0xff, 0]);
    expect(await scene.askPdu(1, 12)).toEqual([12, 8, 0, 0, 0, 0, 0, 1, 0x80, 0x00]);
  });
});

describe('the ASCII delimiter', () => {
  const text = (bytes: Uint8Array) => String.fromCharCode(...bytes);

  it('is another after function 8/3, and a line feed again after a restart', async () => {
    const scene = await serving('ascii', { 18: device() });
    const other = framingOf('ascii').withDelimiter!(';');
    expect((await scene.ask(framingOf('ascii').wrap(18, Uint8Array.of(8, 0, 3, 0x3b, 0)))).map(text)).toEqual(
      [':120800033B00A8\r\n'],
    );
    expect(await scene.askPdu(18, 3, 0, 0, 0, 1)).toBeUndefined();
    const question = Uint8Array.of(3, 0, 0, 0, 1);
    expect(await scene.ask(other.wrap(18, question))).toEqual([other.wrap(18, Uint8Array.of(3, 2, 0, 10))]);
    expect(await scene.ask(other.wrap(18, Uint8Array.of(8, 0, 1, 0, 0)))).toHaveLength(1);
    expect(await scene.askPdu(18, 3, 0, 0, 0, 1)).toEqual([3, 2, 0, 10]);
  });

  it('cannot be a digit, nor anything else that means something', async () => {
    const scene = await serving('ascii', { 18: device() });
    for (const code of [0x30, 0x41, 0x0d, 0x3a, 0x80])
      expect(await scene.askPdu(18, 8, 0, 3, code, 0)).toEqual([0x88, 3]);
  });
});

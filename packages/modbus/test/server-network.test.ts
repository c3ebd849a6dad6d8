import { setImmediate } from 'node:timers/promises';
import { Line, memoryPair } from '@bus/line';
import { describe, expect, it } from 'vitest';
import {
  type AuthorisationRequest,
  MemoryBank,
  ModbusClient,
  ModbusServer,
  mbapFraming,
  readHoldingRegisters,
  ServerUnit,
  type UnknownUnit,
} from '../src/index.js';
import { framingOf } from './support/framings.js';
import { serving } from './support/server-scene.js';

const device = (first = 10) =>
  new ServerUnit({ bank: new MemoryBank({ holdingRegisters: { 0: first, 1: 11 }, coils: { 0: false } }) });
const question = (id: number, unit = 1, ...pdu: number[]) =>
  framingOf('tcp').multiplex!.tag(
    framingOf('tcp').wrap(unit, Uint8Array.from(pdu.length > 0 ? pdu : [3, 0, 0, 0, 1])),
    id,
  );
const idsOf = (frames: Uint8Array[]) => frames.map(frame => frame[0]! * 256 + frame[1]!);
const codeOf = (frame: Uint8Array) => (frame[7]! >= 0x80 ? frame[8] : 0);

describe('units over Modbus TCP', () => {
  it('answers any unit with the only one, and repeats its number', async () => {
    const scene = await serving('tcp', { 1: device() });
    for (const unit of [0, 1, 17, 247, 255]) {
      const [answer] = await scene.ask(question(7, unit));
      expect([...answer!]).toEqual([0, 7, 0, 0, 0, 5, unit, 3, 2, 0, 10]);
    }
  });

  it.each<[UnknownUnit | undefined, number[] | undefined]>([
    [undefined, [0x83, 11]],
    [10, [0x83, 10]],
    [11, [0x83, 11]],
    ['silent', undefined],
    ['any', [3, 2, 0, 1]],
  ])('with several units and unknownUnit %s, another one gives %s', async (unknownUnit, answer) => {
    const scene = await serving('tcp', {
      units: { 2: device(2), 1: device(1) },
      ...(unknownUnit === undefined ? {} : { unknownUnit }),
    });
    expect(await scene.askPdu(2, 3, 0, 0, 0, 1)).toEqual([3, 2, 0, 2]);
    expect(await scene.askPdu(3, 3, 0, 0, 0, 1)).toEqual(answer);
    expect(await scene.askPdu(3, 0x83, 1)).toBeUndefined();
  });

  it('asks a function for its units', async () => {
    const scene = await serving('tcp', { units: unit => (unit < 5 ? device(unit) : undefined) });
    expect(await scene.askPdu(4, 3, 0, 0, 0, 1)).toEqual([3, 2, 0, 4]);
    expect(await scene.askPdu(5, 3, 0, 0, 0, 1)).toEqual([0x83, 11]);
    expect(() => new ModbusServer({ units: () => undefined, unknownUnit: 'any' })).toThrow(/function/);
  });

  it('broadcasts to all when it stands for a serial line', async () => {
    const units = { 1: device(), 2: device() };
    const scene = await serving('tcp', units, { framing: mbapFraming({ broadcasts: true }) });
    expect(await scene.ask(question(1, 0, 6, 0, 0, 0, 5))).toEqual([]);
    expect(Object.values(units).map(({ bank }) => bank.holdingRegisters.get(0))).toEqual([5, 5]);
  });

  it('does not depend on different transaction ids', async () => {
    const scene = await serving('tcp', { 1: device() });
    expect(idsOf(await scene.ask(question(0), question(0), question(0)))).toEqual([0, 0, 0]);
  });
});

describe('a slow handler', () => {
  /** Holds reads back until they are released one by one. */
  function slow() {
    const waiting: (() => void)[] = [];
    const unit = device();
    unit.handle(readHoldingRegisters, async () => {
      await new Promise<void>(resolve => waiting.push(resolve));
      return undefined;
    });
    return { unit, waiting };
  }

  it('does not hold other requests of the connection up, and answers when it is done', async () => {
    const { unit, waiting } = slow();
    const scene = await serving('tcp', { 1: unit });
    expect(idsOf(await scene.ask(question(1), question(2), question(3, 1, 1, 0, 0, 0, 1)))).toEqual([3]);
    waiting[1]!();
    expect(idsOf(await scene.ask())).toEqual([2]);
    waiting[0]!();
    expect(idsOf(await scene.ask())).toEqual([1]);
  });

  it('keeps the order on a serial line: nothing is begun before the earlier request is answered', async () => {
    const { unit, waiting } = slow();
    const scene = await serving('rtu', { 1: unit });
    const rtu = (...pdu: number[]) => framingOf('rtu').wrap(1, Uint8Array.from(pdu));
    expect(await scene.ask(rtu(3, 0, 0, 0, 1), rtu(6, 0, 0, 0, 99))).toEqual([]);
    expect(unit.bank.holdingRegisters.get(0)).toBe(10);
    waiting[0]!();
    await scene.clock.advance(0);
    const answers = Uint8Array.of(...rtu(3, 2, 0, 10), ...rtu(6, 0, 0, 0, 99));
    expect(scene.heard()).toEqual([answers]);
  });

  it('is not asked more than `maxPending` times at once: the rest is told that it is busy', async () => {
    const { unit, waiting } = slow();
    const scene = await serving('tcp', { units: { 1: unit }, maxPending: 3 });
    const frames = await scene.ask(...Array.from({ length: 8 }, (_, id) => question(id)));
    expect(waiting).toHaveLength(3);
    expect(idsOf(frames)).toEqual([3, 4, 5, 6, 7]);
    expect(frames.map(codeOf)).toEqual([6, 6, 6, 6, 6]);
    expect(scene.served.counters(1).counter(17)).toBe(5);
    for (const release of waiting) release();
    expect(idsOf(await scene.ask())).toEqual([0, 1, 2]);
    expect(codeOf((await scene.ask(question(1, 1, 1, 0, 0, 0, 1)))[0]!)).toBe(0);
  });

  it('that never ends takes no memory: a serial line drops what is too much, and stays', async () => {
    const { unit, waiting } = slow();
    const scene = await serving(
      'rtu',
      { units: { 1: unit }, maxPending: 2 },
      { medium: { characterTime: 1 } },
    );
    const request = framingOf('rtu').wrap(1, Uint8Array.of(3, 0, 0, 0, 1));
    for (let count = 0; count < 1000; count += 1) await scene.send(request);
    expect([waiting.length, scene.connected()]).toEqual([1, true]);
    // Two are answered; six were told that the device is busy; the others were dropped.
    waiting[0]!();
    await scene.ask();
    waiting[1]!();
    await scene.clock.advance(1000);
    expect(waiting).toHaveLength(2);
    expect(scene.served.counters(1).counter(17)).toBe(6);
  });

  it('whose connection goes away is forgotten', async () => {
    const { unit, waiting } = slow();
    const scene = await serving('tcp', { 1: unit });
    await scene.send(question(1));
    await scene.served.close();
    waiting[0]!();
    expect(await scene.ask()).toEqual([]);
    expect([scene.server.served.size, scene.errors]).toEqual([0, []]);
  });
});

describe('a client that takes no answers', () => {
  it('is disconnected when too many wait', async () => {
    const { a, b } = memoryPair();
    let writes = 0;
    const write = () => {
      writes += 1;
      return new Promise<void>(() => undefined);
    };
    const stuck = Object.assign(b, { write });
    const server = new ModbusServer({ units: { 1: device() }, maxPending: 4 });
    const served = await server.serve(stuck, { framing: 'tcp' });
    await a.open({ data: () => undefined, closed: () => undefined });
    for (let id = 0; id < 100 && server.served.size > 0; id += 1) {
      await a.write(question(id));
      await setImmediate();
    }
    await served.closed;
    expect([writes, server.served.size]).toEqual([1, 0]);
  });
});

describe('a request that never ends', () => {
  const begun = question(1).subarray(0, 3);

  it('costs its connection after `frameTimeout`, however slowly its bytes go on', async () => {
    const scene = await serving('tcp', { units: { 1: device() }, frameTimeout: 5000 });
    await scene.send(begun);
    for (let byte = 3; byte < 7; byte += 1) {
      await scene.clock.advance(1200);
      await scene.send(question(1).subarray(byte, byte + 1));
    }
    expect(scene.connected()).toBe(true);
    await scene.clock.advance(200);
    expect([scene.connected(), scene.server.served.size, scene.clock.pending]).toEqual([false, 0, 0]);
  });

  it('is not what a client has that pauses between and within its requests', async () => {
    const scene = await serving('tcp', { units: { 1: device() }, frameTimeout: 5000 });
    for (let id = 0; id < 4; id += 1) {
      // The end of one request and the beginning of the next in one piece.
      await scene.send(
        Uint8Array.of(...question(id).subarray(id === 0 ? 0 : 3), ...question(id + 1).subarray(0, 3)),
      );
      await scene.clock.advance(4000);
    }
    expect([idsOf(scene.heard()), scene.connected()]).toEqual([[0, 1, 2, 3], true]);
    await scene.clock.advance(1000);
    expect(scene.connected()).toBe(false);
  });

  it('has 30 seconds unless the server says otherwise, and on a serial line it ends in silence as ever', async () => {
    const scene = await serving('tcp', { 1: device() });
    await scene.send(begun);
    await scene.clock.advance(29_999);
    expect(scene.connected()).toBe(true);
    await scene.clock.advance(1);
    expect(scene.connected()).toBe(false);
    const medium = { characterTime: 1 };
    const serial = await serving('rtu', { units: { 1: device() }, frameTimeout: 1 }, { medium });
    await serial.send(Uint8Array.of(1, 3, 0));
    await serial.clock.advance(60_000);
    expect(await serial.askPdu(1, 3, 0, 0, 0, 1)).toEqual([3, 2, 0, 10]);
  });
});

describe('a stream that is no Modbus TCP', () => {
  it('is disconnected, and nothing behind it is answered', async () => {
    const scene = await serving('tcp', { 1: device() });
    expect(
      await scene.ask(Uint8Array.of(...new TextEncoder().encode('GET / HTTP/1.1\r\n\r\n'), ...question(1))),
    ).toEqual([]);
    expect([scene.connected(), scene.server.served.size]).toEqual([false, 0]);
  });
});

describe('authorisation', () => {
  it('is asked with role, peer, unit, function and ranges, and refuses with exception 1', async () => {
    const asked: AuthorisationRequest[] = [];
    const authorise = async (request: AuthorisationRequest) => {
      asked.push(request);
      return request.role === 'operator' && !request.ranges.some(({ write }) => write);
    };
    const unit = device();
    const scene = await serving(
      'tcp',
      { units: { 1: unit }, authorise },
      { role: 'operator', peer: '10.0.0.7:4711' },
    );
    expect(await scene.askPdu(1, 6, 0, 0, 0, 5)).toEqual([0x86, 1]);
    expect(unit.bank.holdingRegisters.get(0)).toBe(10);
    expect(await scene.askPdu(1, 3, 0, 0, 0, 2)).toEqual([3, 4, 0, 10, 0, 11]);
    expect(asked[0]).toEqual({
      unit: 1,
      broadcast: false,
      peer: '10.0.0.7:4711',
      role: 'operator',
      functionCode: 6,
      ranges: [{ table: 'holdingRegisters', startAddress: 0, quantity: 1, write: true }],
      request: { address: 0, value: 5 },
    });
    expect(await scene.askPdu(1, 23, 0, 0, 0, 1, 0, 1, 0, 1, 2, 0, 5)).toEqual([0x97, 1]);
    expect(asked[2]!.ranges).toEqual([
      { table: 'holdingRegisters', startAddress: 1, quantity: 1, write: true },
      { table: 'holdingRegisters', startAddress: 0, quantity: 1, write: false },
    ]);
    expect(scene.connected()).toBe(true);
  });

  it('that fails refuses, and is reported', async () => {
    for (const authorise of [
      () => Promise.reject(new Error('no directory')),
      () => {
        throw new Error('no directory');
      },
    ]) {
      const scene = await serving('tcp', { units: { 1: device() }, authorise });
      expect(await scene.askPdu(1, 3, 0, 0, 0, 1)).toEqual([0x83, 1]);
      expect(scene.errors.map(String)).toEqual(['Error: no directory']);
    }
  });

  it('refuses a broadcast without a word', async () => {
    const unit = device();
    const scene = await serving('rtu', { units: { 1: unit }, authorise: () => false });
    expect(await scene.askPdu(0, 6, 0, 0, 0, 5)).toBeUndefined();
    expect(unit.bank.holdingRegisters.get(0)).toBe(10);
    expect(scene.served.counters(1).counter(13)).toBe(1);
  });
});

describe('many connections', () => {
  it('are answered each for itself, from one memory', async () => {
    const server = new ModbusServer({ units: { 1: device(0) } });
    const clients = await Promise.all(
      Array.from({ length: 100 }, async () => {
        const { a, b } = memoryPair();
        await server.serve(b, { framing: 'tcp' });
        return new ModbusClient(new Line(a, { inFlight: 4, timeout: 30_000 }), { framing: 'tcp' });
      }),
    );
    expect(server.served.size).toBe(100);
    await clients[42]!.unit(1).writeRegister(0, 4242);
    const values = await Promise.all(
      clients.flatMap(client => [0, 1].map(at => client.unit(1).readRegister(at))),
    );
    expect(new Set(values)).toEqual(new Set([4242, 11]));
    await server.close();
    expect(server.served.size).toBe(0);
    await expect(server.serve(memoryPair().a)).rejects.toThrow(/closed/);
    for (const client of clients) await client.close();
  });
});

describe('connections that come and go', () => {
  it('leave nothing behind, whoever ends them', async () => {
    const server = new ModbusServer({ units: { 1: device() } });
    for (let count = 0; count < 2000; count += 1) {
      const { a, b, cut } = memoryPair();
      const served = await server.serve(b, { framing: 'tcp' });
      await a.open({ data: () => undefined, closed: () => undefined });
      await a.write(question(count).subarray(0, 1 + (count % 12)));
      await setImmediate();
      if (count % 2 === 0) cut();
      else await served.close();
      await served.closed;
    }
    expect(server.served.size).toBe(0);
    const { a, b } = memoryPair();
    await server.serve(b, { framing: 'tcp' });
    const client = new ModbusClient(new Line(a, { timeout: 30_000 }), { framing: 'tcp' });
    expect(await client.unit(1).readRegister(0)).toBe(10);
    await client.close();
  });
});

describe('a server', () => {
  it('refuses units and limits that make no sense', () => {
    expect(() => new ModbusServer({ units: {} })).toThrow(/at least one/);
    expect(() => new ModbusServer({ units: { 256: device() } })).toThrow(/0 to 255/);
    expect(() => new ModbusServer({ units: { 1: device() }, maxPending: 0 })).toThrow(/1 to 1000/);
    expect(() => new ModbusServer({ units: { 1: device() }, frameTimeout: 0 })).toThrow(/1 to 3600000/);
  });

  it('does not serve a transport that cannot be opened', async () => {
    const server = new ModbusServer({ units: { 1: device() } });
    const { a } = memoryPair();
    await a.open({ data: () => undefined, closed: () => undefined });
    await expect(server.serve(a)).rejects.toMatchObject({ code: 'open-failed' });
    expect(server.served.size).toBe(0);
  });
});

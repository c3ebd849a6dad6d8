import { TimeoutError } from '@bus/line';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { methods } from '../protocol/methods.js';
import { hubScene, NOON } from './hub.fixture.js';

let scene: ReturnType<typeof hubScene>;
beforeEach(() => {
  scene = hubScene();
});
afterEach(() => scene.close());

describe('a call', () => {
  it.each([
    ['lines.unplug', {}, "lines.unplug: 'line' is missing"],
    ['lines.unplug', undefined, "lines.unplug: 'line' is missing"],
    ['lines.unplug', { line: 7 }, "lines.unplug: 'line': Invalid type: Expected string but received 7"],
    ['lines.unplug', { line: 'rs485', lin: 1 }, "lines.unplug: there is no 'lin', with line"],
    ['server.info', [], 'server.info: params must be an object, and there are none here'],
    ['server.info', { a: 1 }, "server.info: there is no 'a', and there are none here"],
    ['lines.unplug', [1], 'lines.unplug: params must be an object, with line'],
    ['lines.unplug', 'rs485', 'lines.unplug: params must be an object, with line'],
    [
      'modbus.read',
      { line: 'rs485', unit: 300, address: 0 },
      "modbus.read: 'unit': Invalid value: Expected <=255 but received 300",
    ],
    [
      'modbus.write',
      { line: 'rs485', unit: 1, address: 0, values: [1, 'x'] },
      expect.stringContaining("'values.1'"),
    ],
  ])('with wrong parameters says which: %s %j', async (method, params, message) => {
    await expect(scene.anything(method, params)).rejects.toMatchObject({
      name: 'RpcError',
      code: -32602,
      message,
    });
  });

  it('repeats no long nonsense', async () => {
    const call = scene.anything('lines.unplug', { ['x'.repeat(5000)]: 1, line: 'rs485' });
    await expect(call).rejects.toThrow(/^.{1,250}$/);
    await expect(scene.anything('x'.repeat(5000))).rejects.toThrow(/^.{1,600}$/);
  });

  it.each(['nonsense', 'constructor', '__proto__', 'toString', ''])(
    'of a method that there is none of names those that there are: %s',
    async method => {
      await expect(scene.anything(method, {})).rejects.toMatchObject({
        code: -32601,
        message: expect.stringContaining('modbus.read'),
      });
    },
  );

  it('of an unknown line names those that there are', async () => {
    const call = scene.call('modbus.read', { line: 'rs422', unit: 1, address: 0 });
    await expect(call).rejects.toMatchObject({
      code: -32005,
      message: "there is no line 'rs422', only rs485, cable, ascii, tcp",
    });
  });

  it('that the line could not answer has the facts', async () => {
    const call = scene.call('modbus.read', { line: 'rs485', unit: 9, address: 289, timeout: 50 });
    await expect(call).rejects.toMatchObject({
      code: -32004,
      message: expect.stringContaining('unit 9, read holding registers 289, 1'),
      data: {
        code: 'no-reply',
        name: 'TimeoutError',
        label: 'unit 9, read holding registers 289, 1',
        sent: expect.stringMatching(/^09 03 01 21 00 01 /),
        elapsed: 100,
      },
    });
  });

  it('that was a write without an answer may have been carried out, and says so', async () => {
    const call = scene.call('modbus.write', { line: 'rs485', unit: 9, address: 1, values: [1] });
    await expect(call).rejects.toMatchObject({ code: -32004, data: { outcomeUnknown: true } });
  });

  it('that meets a mistake of the server says nothing of its insides, but reports it', async () => {
    scene.board.failure = new TypeError('secret is not a function');
    const error = await scene.call('instruments.read', { instrument: 'x' }).catch(e => e);
    expect(error).toMatchObject({ code: -32603 });
    expect(JSON.stringify(error.toObject())).not.toContain('secret');
    expect(scene.reported).toEqual([scene.board.failure]);
  });

  it('of the board fails as the board does', async () => {
    scene.board.failure = new TimeoutError('no-reply', 'silent', {
      facts: { received: Uint8Array.of(1, 255) },
    });
    await expect(scene.call('instruments.read', { instrument: 'x' })).rejects.toMatchObject({
      code: -32004,
      message: 'silent',
      data: { received: '01 FF' },
    });
    expect(scene.reported).toEqual([]);
  });

  it('is carried out by the board for instruments and points', async () => {
    expect(await scene.call('instruments.read', { instrument: 'oven' })).toMatchObject({
      instrument: 'oven',
    });
    const written = await scene.call('points.write', { instrument: 'oven', point: 'set', value: 2 });
    expect(written.values).toEqual({ set: 2 });
    expect(await scene.call('instruments.list', {})).toHaveLength(2);
  });
});

describe('the server', () => {
  it('says what it is', async () => {
    scene.enter('another');
    expect(await scene.call('server.info', {})).toEqual({
      name: 'bus demo',
      version: '1.2.3',
      simulated: false,
      clients: 2,
      time: NOON,
    });
    expect(await scene.call('authenticate', { token: 'any' })).toEqual({ ok: true });
  });

  it('has a handler for each method', async () => {
    const names = Object.keys(methods);
    const codes = await Promise.all(names.map(name => scene.anything(name, { no: 1 }).catch(e => e.code)));
    expect(codes).toEqual(names.map(() => -32602));
  });

  it('lists its lines, and pulls the plug of a simulated one', async () => {
    const list = await scene.call('lines.list', {});
    expect(list.map(({ id, state, pluggable }) => `${id} ${state} ${pluggable}`)).toEqual([
      'rs485 open true',
      'cable open false',
      'ascii open false',
      'tcp open false',
    ]);
    expect(await scene.call('lines.unplug', { line: 'rs485' })).toMatchObject({ state: 'lost' });
    await expect(scene.call('modbus.read', { line: 'rs485', unit: 1, address: 289 })).rejects.toMatchObject({
      code: -32004,
      data: { name: 'TransportError' },
    });
    await scene.call('lines.plug', { line: 'rs485' });
    await scene.clock.advance(2000);
    expect(await scene.call('modbus.read', { line: 'rs485', unit: 1, address: 289 })).toMatchObject({
      values: [772],
    });
    await expect(scene.call('lines.unplug', { line: 'cable' })).rejects.toMatchObject({ code: -32602 });
  });
});

describe('a caller that leaves', () => {
  const read = { line: 'rs485', unit: 9, address: 0 } as const;

  it('takes its waiting calls out of the queues, whether its door says so by signal or by leave', async () => {
    for (const leave of [(s: typeof first) => s.visit.leave(), (s: typeof first) => s.leaving.abort()]) {
      const stay = scene.enter('leaver');
      const sentBefore = scene.owners[0]!.info.counters.sent;
      const calls = Promise.allSettled([1, 2, 3].map(() => stay.begin('modbus.read', read)));
      // As long as the answers to those before could still be read.
      await scene.clock.advance(10);
      expect(scene.owners[0]!.info.counters.waiting).toBe(2);
      leave(stay);
      await scene.clock.until(calls);
      expect(scene.owners[0]!.info.counters).toMatchObject({ waiting: 0, sent: sentBefore + 1 });
      await scene.clock.advance(5000);
    }
    const first = scene.enter('type only');
    expect(first.told).toEqual([]);
  });

  it('is carried out nothing for afterwards', async () => {
    scene.visit.leave();
    scene.visit.leave();
    await expect(scene.call('server.info', {})).rejects.toMatchObject({ name: 'RpcError' });
    expect(await scene.enter().call('server.info', {})).toMatchObject({ clients: 1 });
  });

  it('leaves its queue to others: a flood of one delays another by one call', async () => {
    const flood = [...Array(30)].map(() =>
      scene.begin('modbus.read', { line: 'rs485', unit: 1, address: 289 }),
    );
    const other = scene.enter('other');
    const order: string[] = [];
    for (const call of flood) void call.then(() => order.push('flood'));
    const mine = other.begin('modbus.read', { line: 'rs485', unit: 1, address: 290 });
    void mine.then(() => order.push('mine'));
    await scene.clock.until(Promise.all([...flood, mine]));
    expect(order.indexOf('mine')).toBe(1);
  });

  it('is told that its queue is full', async () => {
    const calls = [...Array(40)].map(() =>
      scene.begin('modbus.read', { line: 'rs485', unit: 1, address: 289 }),
    );
    const results = await scene.clock.until(Promise.allSettled(calls));
    const full = results.filter(result => result.status === 'rejected' && result.reason.code === -32003);
    expect(full).toHaveLength(7);
  });
});

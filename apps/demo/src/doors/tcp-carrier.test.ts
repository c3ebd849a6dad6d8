import { FakeClock, until } from '@bus/line/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { call, type RawClient, tcpClient, testDoors } from './test-doors.fixture.js';

type House = Awaited<ReturnType<typeof testDoors>>;
const result = (id: unknown, result: unknown = null) => ({ jsonrpc: '2.0', id, result });
const failure = (code: number) =>
  expect.objectContaining({ id: null, error: expect.objectContaining({ code }) });

describe('JSON lines over TCP', () => {
  let house: House;
  let clock: FakeClock;
  let client: RawClient & { readonly socket: import('node:net').Socket };
  beforeEach(async () => {
    clock = new FakeClock();
    house = await testDoors({ clock });
    client = await tcpClient(house.doors.tcpUrl!);
  });
  afterEach(() => house.close());

  it('end in either newline, and come in any pieces', async () => {
    const text = `${call(1, 'nothing')}\r\n${call(2, 'nothing')}\n`;
    for (const byte of Buffer.from(text)) {
      client.socket.write(Buffer.of(byte));
      await new Promise(resolve => setImmediate(resolve));
    }
    expect(await client.hears(2)).toEqual([result(1), result(2)]);
  });

  it('may come many at once, all of them answered in turn', async () => {
    const ids = Array.from({ length: 100 }, (_, id) => id);
    client.socket.write(ids.map(id => `${call(id, 'server.info')}\n`).join(''));
    const heard = (await client.hears(100)) as { id: number }[];
    expect(heard.map(({ id }) => id).sort((a, b) => a - b)).toEqual(ids);
  });

  it('that are no UTF-8 are answered with a parse error', async () => {
    client.socket.write(Buffer.from([0x22, 0xff, 0xfe, 0x22, 0x0a]));
    client.say(call(1, 'nothing'));
    expect(await client.hears(2)).toEqual([failure(-32700), result(1)]);
  });

  it('that never end are answered once, while they come, and cost no memory', async () => {
    // It goes on whatever the server says.
    client.socket.allowHalfOpen = true;
    const chunk = Buffer.alloc(1 << 20, 'x');
    let written = 0;
    const before = process.memoryUsage().arrayBuffers;
    let most = 0;
    const pump = (): void => {
      most = Math.max(most, process.memoryUsage().arrayBuffers - before);
      while (written < 100 && !client.socket.destroyed) {
        written += 1;
        if (!client.socket.write(chunk)) return;
      }
    };
    client.socket.on('drain', pump);
    pump();
    expect(await client.hears(1)).toEqual([failure(-32600)]);
    // The rest is not even read.
    for (let turn = 0; turn < 3000; turn += 1) await new Promise(resolve => setImmediate(resolve));
    expect(written).toBeLessThan(50);
    await clock.advance(1000);
    await client.ends();
    expect(client.heard).toHaveLength(1);
    await until(() => house.doors.clients === 0, 'the server has done with it');
    expect(most).toBeLessThan(20 << 20);
  });

  it('of which only half comes end the connection', async () => {
    client.socket.write('{"jsonrpc":');
    await until(() => clock.pending === 1, 'half a message is noticed');
    await clock.advance(3000);
    client.socket.write('"2.0",');
    await clock.advance(1999);
    expect(client.ended).toBe(false);
    await clock.advance(1);
    expect(await client.hears(1)).toEqual([failure(-32600)]);
    await client.ends();
    await until(() => house.hub.visits[0]!.leaves === 1, 'the hub hears of it');
  });

  it('that come slowly but whole are all taken', async () => {
    for (const id of [1, 2, 3]) {
      const text = `${call(id, 'nothing')}\n`;
      client.socket.write(text.slice(0, 10));
      await until(() => clock.pending === 1, 'half a message is noticed');
      await clock.advance(4000);
      client.socket.write(text.slice(10));
      await client.hears(id);
    }
    expect(client.heard).toEqual([result(1), result(2), result(3)]);
    expect(clock.pending).toBe(0);
  });

  it('within an HTTP request are not carried out: a page elsewhere may have sent it', async () => {
    client.socket.write(`POST / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n${call(1, 'echo')}\n`);
    expect(await client.hears(1)).toEqual([failure(-32600)]);
    await client.ends();
    expect(house.hub.methods).toEqual([]);
  });

  it('of a client that has said goodbye are not carried out any more', async () => {
    client.say(call(1, 'held'));
    await until(() => house.hub.held.length === 1, 'the call arrives');
    client.socket.end();
    await until(() => house.hub.held[0]!.signal.aborted, 'the call is given up');
    await client.ends();
    await until(() => house.doors.clients === 0, 'the server has done with it');
    expect(clock.pending).toBe(0);
  });

  it('are cut when their client has said goodbye, and does not take what it was sent', async () => {
    client.say(call(1, 'nothing'));
    await client.hears(1);
    client.socket.pause();
    const [visit] = house.hub.visits;
    // More than the system keeps for both sides.
    visit!.caller.notify('trace', { text: 'x'.repeat(32 << 20) });
    client.socket.end();
    await until(() => visit!.leaves === 1, 'the server hears of it');
    expect(house.doors.clients).toBe(1);
    await clock.advance(1000);
    await until(() => house.doors.clients === 0, 'the connection is cut');
    expect(clock.pending).toBe(0);
  });

  it('are read no further after the end, and the connection is cut when the client does not go', async () => {
    client.socket.write(`GET / HTTP/1.1\r\n`);
    client.socket.pause();
    await until(() => clock.pending === 1, 'the server says goodbye');
    client.say(call(1, 'echo'));
    await clock.advance(1000);
    await until(() => house.doors.clients === 0, 'the connection is cut');
    expect(house.hub.methods).toEqual([]);
  });
});

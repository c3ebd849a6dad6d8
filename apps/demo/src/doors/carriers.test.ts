import { FakeClock, until } from '@bus/line/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { limits } from './fake-hub.fixture.js';
import { selfSignedFiles } from './self-signed.fixture.js';
import { call, type RawClient, tcpClient, testDoors, wsClient } from './test-doors.fixture.js';

let credentials: Awaited<ReturnType<typeof selfSignedFiles>>;
beforeAll(async () => {
  credentials = await selfSignedFiles();
});
afterAll(() => credentials.remove());

type House = Awaited<ReturnType<typeof testDoors>>;
type Ways = Record<string, { tls: boolean; enter: (house: House) => Promise<RawClient> }>;

const ways: Ways = {
  TCP: { tls: false, enter: ({ doors }) => tcpClient(doors.tcpUrl!) },
  TLS: { tls: true, enter: ({ doors }) => tcpClient(doors.tcpUrl!, credentials.cert) },
  WebSocket: { tls: false, enter: ({ doors }) => wsClient(doors.httpUrl!) },
  'WebSocket over TLS': {
    tls: true,
    enter: ({ doors }) => wsClient(doors.httpUrl!, { ca: credentials.cert }),
  },
};

/** What holds for every carrier. */
describe.each(Object.entries(ways))('over %s', (_, { tls, enter }) => {
  let house: House;
  const open = async (options: Parameters<typeof testDoors>[0] = {}): Promise<House> => {
    house = await testDoors({ ...options, tls: tls ? credentials.files : undefined });
    return house;
  };
  afterEach(async () => {
    await house.close();
    expect(house.errors).toEqual([]);
  });

  it('calls are answered, and notifications arrive', async () => {
    const client = await enter(await open());
    client.say(call(1, 'echo', { text: 'grün ✓' }));
    expect(await client.hears(1)).toEqual([{ jsonrpc: '2.0', id: 1, result: { text: 'grün ✓' } }]);
    house.hub.visits[0]!.caller.notify('values', { a: 1 });
    expect((await client.hears(2))[1]).toEqual({ jsonrpc: '2.0', method: 'values', params: { a: 1 } });
  });

  it('bad JSON is answered, and the connection stays', async () => {
    const client = await enter(await open());
    client.say('{"jsonrpc');
    client.say(call(2, 'nothing'));
    expect(await client.hears(2)).toEqual([
      expect.objectContaining({ id: null, error: expect.objectContaining({ code: -32700 }) }),
      { jsonrpc: '2.0', id: 2, result: null },
    ]);
  });

  it('a message of the longest length is taken, and one that is longer ends the connection', async () => {
    await open({ limits: { messageBytes: 200 } });
    const client = await enter(house);
    client.say(call(1, 'echo', { pad: 'x'.repeat(200 - call(1, 'echo', { pad: '' }).length) }));
    await client.hears(1);
    client.say(call(2, 'echo', { pad: 'x'.repeat(200) }));
    await client.ends();
    expect(house.hub.methods).toEqual(['echo']);
    await until(() => house.hub.present === 0, 'the hub hears of it');
  });

  it('a wrong token ends the connection, and the right one opens it', async () => {
    await open({ token: 'geheim' });
    const wrong = await enter(house);
    wrong.say(call(1, 'authenticate', { token: 'Geheim' }));
    expect(await wrong.hears(1)).toEqual([
      { jsonrpc: '2.0', id: 1, error: { code: -32001, message: 'the token is wrong' } },
    ]);
    await wrong.ends();
    expect(house.hub.visits).toHaveLength(0);
    const right = await enter(house);
    right.say(call(1, 'authenticate', { token: 'geheim' }));
    right.say(call(2, 'nothing'));
    expect(await right.hears(2)).toHaveLength(2);
  });

  it('silence where a token is wanted ends the connection', async () => {
    const clock = new FakeClock();
    await open({ token: 'geheim', clock });
    const client = await enter(house);
    await until(() => house.doors.clients === 1, 'the client is there');
    await clock.advance(limits.patience - 1);
    expect(client.ended).toBe(false);
    await clock.advance(1);
    await client.ends();
    await until(() => house.doors.clients === 0, 'the client is gone');
    expect(client.heard).toHaveLength(1);
  });

  it('a client that vanishes in mid-call leaves nothing behind', async () => {
    const client = await enter(await open());
    client.say(call(1, 'held'));
    await until(() => house.hub.held.length === 1, 'the call arrives');
    client.vanish();
    await until(() => house.doors.clients === 0, 'the client is gone');
    await until(() => house.hub.visits[0]!.leaves === 1, 'the hub hears of it');
    expect(house.hub.held[0]!.signal.aborted).toBe(true);
    house.hub.held[0]!.answer(1);
  });

  it('a flood ends the connection of its sender, and nobody else waits for long', async () => {
    await open({ limits: { callsPerSecond: 50 } });
    const [flooder, other] = [await enter(house), await enter(house)];
    for (let id = 0; id < 5000 && !flooder.ended; id += 1) flooder.say(call(id, 'nothing'));
    other.say(call('other', 'nothing'));
    expect(await other.hears(1)).toEqual([{ jsonrpc: '2.0', id: 'other', result: null }]);
    await flooder.ends();
    // What has been answered before its end: twice the rate at once, and a little more in the time that it took.
    const { methods } = house.hub;
    expect(methods.length).toBeLessThan(1000);
    other.say(call('again', 'nothing'));
    await other.hears(2);
  });

  it('a client that does not read is dropped, and the others go on', async () => {
    await open();
    const [slow, other] = [await enter(house), await enter(house)];
    const socket = (slow as unknown as { socket: { pause(): void } }).socket;
    socket.pause();
    const visit = house.hub.visits[0]!;
    const text = 'x'.repeat(30_000);
    for (let count = 0; count < 5000 && visit.leaves === 0; count += 1) {
      visit.caller.notify('values', { text });
      if (count % 10 === 0) await new Promise(resolve => setImmediate(resolve));
    }
    expect(visit.leaves).toBe(1);
    await until(() => house.doors.clients === 1, 'the slow one is gone');
    other.say(call(1, 'nothing'));
    await other.hears(1);
  });

  it('one client more than may be is told so and shown out, and there is room again when one leaves', async () => {
    await open({ limits: { clients: 2 } });
    const first = await enter(house);
    await enter(house);
    const third = await enter(house);
    await third.ends();
    if (third.code === undefined) expect(third.heard).toEqual([expect.objectContaining({ id: null })]);
    else expect(third.code).toBe(1013);
    expect(house.hub.visits).toHaveLength(2);
    first.vanish();
    await until(() => house.doors.clients === 1, 'the first is gone');
    const fourth = await enter(house);
    fourth.say(call(1, 'nothing'));
    await fourth.hears(1);
  });

  it('closing the doors ends all connections', async () => {
    const client = await enter(await open());
    client.say(call(1, 'held'));
    await until(() => house.hub.held.length === 1, 'the call arrives');
    await house.doors.close();
    await client.ends();
    await until(() => house.hub.visits[0]!.leaves === 1, 'the hub hears of it');
    expect(house.doors.clients).toBe(0);
  });
});

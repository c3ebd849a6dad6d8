import { describe, expect, it } from 'vitest';
import { gatewayScene, registerOf } from './support/gateway-scene.js';

const read = (address = 0, quantity = 1) => [3, 0, address, 0, quantity];
const write = [6, 0, 0, 0, 1];
const routes = [{ units: [1, 9] as const, port: 'a' }];

/** Devices whose registers change with each read. */
function counting(cache: number | undefined) {
  let reads = 0;
  const devices = registerOf(() => {
    reads += 1;
    return reads;
  });
  return gatewayScene({ a: { devices, ...(cache === undefined ? {} : { cache }) } }, routes);
}

describe('without a cache', () => {
  it('each question is asked, also the same at the same time', async () => {
    const { client, clock, peers } = counting(undefined);
    const [one, other] = [await client('a:1'), await client('b:1')];
    await one.send(1, read());
    await other.send(1, read());
    await clock.advance(200);
    expect([one.heard()[0]?.pdu, other.heard()[0]?.pdu]).toEqual([
      [3, 2, 0, 1],
      [3, 2, 0, 2],
    ]);
    expect(peers.a!.heard).toHaveLength(2);
  });
});

describe('with a cache', () => {
  it('gives an answer again until it is as old as said, reckoned from its question', async () => {
    const { client, clock, outcomes, events } = counting(500);
    const scada = await client();
    await scada.send(1, read());
    await clock.advance(400);
    await scada.send(1, read());
    expect(scada.heard().map(({ pdu }) => pdu[3])).toEqual([1, 1]);
    expect(events[1]).toMatchObject({ outcome: 'cached', age: 400 });
    await clock.advance(100);
    expect((await scada.ask(1, ...read()))?.[3]).toBe(2);
    expect(outcomes()).toEqual(['answered', 'cached', 'answered']);
  });

  it('asks identical questions on their way once', async () => {
    const { client, clock, peers, outcomes } = counting(0);
    const clients = await Promise.all(['a:1', 'b:1', 'c:1'].map(peer => client(peer)));
    for (const each of clients) await each.send(1, read());
    await clock.advance(100);
    expect(clients.map(each => each.heard()[0]?.pdu[3])).toEqual([1, 1, 1]);
    expect(peers.a!.heard).toHaveLength(1);
    expect(outcomes()).toEqual(['answered', 'shared', 'shared']);
    // With 0 nothing is kept.
    expect((await clients[0]!.ask(1, ...read()))?.[3]).toBe(2);
  });

  it('keeps units, functions, addresses and quantities apart', async () => {
    const { client, clock, peers } = counting(500);
    const scada = await client();
    for (const [unit, pdu] of [
      [1, read(0)],
      [2, read(0)],
      [1, read(1)],
      [1, [4, 0, 0, 0, 1]],
    ] as const)
      await scada.send(unit, pdu);
    await clock.advance(400);
    expect(peers.a!.heard).toHaveLength(4);
  });

  it('does not give what was read before a write to the same unit', async () => {
    const { client, clock } = counting(10_000);
    const scada = await client();
    await scada.send(1, read());
    await scada.send(2, read());
    await clock.advance(100);
    scada.heard();
    await scada.send(1, write);
    await scada.send(1, read(), 1);
    await scada.send(2, read(), 2);
    await clock.advance(100);
    const values = Object.fromEntries(scada.heard().map(({ id, pdu }) => [id, pdu[3]]));
    // Unit 2 was not written to: its answer is given again.
    expect(values[1]).toBe(3);
    expect(values[2]).toBe(2);
  });

  it('does not keep what was read while a write was on its way', async () => {
    const { client, clock, peers } = counting(10_000);
    const [writer, reader] = [await client('a:1'), await client('b:1')];
    await reader.send(1, read(5));
    await writer.send(1, write);
    await reader.send(1, read());
    await clock.advance(200);
    const before = peers.a!.heard.length;
    await reader.send(1, read());
    await reader.send(1, read(5));
    await clock.advance(200);
    expect(peers.a!.heard.length - before).toBe(2);
  });

  it('forgets after a write whose outcome is unknown', async () => {
    let deaf = false;
    const devices = registerOf(() => 7);
    const { client, clock, peers } = gatewayScene(
      { a: { devices: request => (deaf ? undefined : devices(request)), cache: 10_000 } },
      routes,
    );
    const scada = await client();
    await scada.send(1, read());
    await clock.advance(50);
    deaf = true;
    expect(await scada.ask(1, ...write)).toEqual([3, 2, 0, 7]);
    deaf = false;
    await scada.send(1, read());
    await clock.advance(300);
    expect(peers.a!.heard.map(({ pdu }) => pdu[0])).toEqual([3, 6, 3]);
  });

  it('forgets all units at a broadcast', async () => {
    const { client, clock, peers } = counting(10_000);
    const panel = await client('a:1', { framing: 'rtu', alone: true });
    const scada = await client();
    await scada.send(1, read());
    await clock.advance(50);
    await panel.send(0, write);
    await scada.send(1, read());
    await clock.advance(300);
    await scada.send(1, read());
    await clock.advance(50);
    expect(peers.a!.heard.filter(({ unit }) => unit === 1)).toHaveLength(3);
  });

  it('keeps no exception, and nothing that is no read of the tables', async () => {
    const { client, clock, peers } = gatewayScene(
      { a: { devices: ({ pdu }) => [pdu[0]! | 0x80, 2], cache: 10_000 } },
      routes,
    );
    const scada = await client();
    for (const pdu of [read(), read(), [17], [17]]) {
      await scada.send(1, pdu);
      await clock.advance(100);
    }
    expect(peers.a!.heard).toHaveLength(4);
  });

  it('goes on when the one who asked first goes away', async () => {
    const { client, clock, peers } = counting(0);
    const [first, second, third] = [await client('a:1'), await client('b:1'), await client('c:1')];
    await third.send(1, read(9));
    await first.send(1, read());
    await second.send(1, read());
    await first.leave();
    await clock.advance(300);
    expect(second.heard()[0]?.pdu).toEqual([3, 2, 0, 2]);
    expect(peers.a!.heard).toHaveLength(2);
  });
});

it('answers are given again after a broadcast, as after any write', async () => {
  const { client, clock, outcomes } = counting(10_000);
  const panel = await client('a:1', { framing: 'rtu', alone: true });
  const scada = await client();
  await scada.send(1, read());
  await clock.advance(50);
  await panel.send(0, write);
  await clock.advance(300);
  await scada.send(1, read());
  await clock.advance(50);
  await scada.send(1, read());
  expect(outcomes()).toEqual(['answered', 'unanswered', 'answered', 'cached']);
});

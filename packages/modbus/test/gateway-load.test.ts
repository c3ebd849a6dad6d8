import { describe, expect, it } from 'vitest';
import { gatewayScene, type SceneClient } from './support/gateway-scene.js';

const read = (address = 0) => [3, 0, address, 0, 1];
const routes = [{ units: [1, 20] as const, port: 'a' }];

async function flood(client: SceneClient, unit: number, count: number, from = 0): Promise<void> {
  for (let index = 0; index < count; index += 1) await client.send(unit, read(index), from + index);
}

describe('a client that floods', () => {
  it('takes turns with the others', async () => {
    const { client, clock, peers } = gatewayScene({ a: {} }, routes);
    const [loud, polite] = [await client('a:1'), await client('b:1')];
    await flood(loud, 1, 16);
    await polite.send(1, read(200));
    await clock.advance(80);
    expect(polite.heard()).toHaveLength(1);
    // All registers hold the same here, so that a question may be asked twice.
    const asked = new Set(peers.a!.heard.map(({ pdu }) => pdu[2]));
    expect([...asked].indexOf(200)).toBeLessThanOrEqual(2);
  });

  it('is told that it is too much beyond what one connection may wait for, and cut off beyond four times that', async () => {
    const { client, clock, events, outcomes } = gatewayScene({ a: {} }, routes, { maxPending: 4 });
    const loud = await client('a:1');
    await flood(loud, 1, 6);
    expect(events[0]).toMatchObject({ reads: true, description: 'read holding registers 4, 1' });
    await clock.advance(300);
    expect(loud.heard().map(({ pdu }) => pdu[0])).toEqual([0x83, 0x83, 3, 3, 3, 3]);
    expect(outcomes()).toEqual(['busy', 'busy', 'answered', 'answered', 'answered', 'answered']);
    expect(loud.connected).toBe(true);
  });

  it('cannot fill a line beyond its limit', async () => {
    const { client, clock, gateway } = gatewayScene({ a: { maxWaiting: 8 } }, routes);
    const clients = await Promise.all(Array.from({ length: 5 }, (_, index) => client(`c${index}:1`)));
    for (const each of clients) await flood(each, 1, 4);
    expect(gateway.ports.get('a')?.waiting).toBe(8);
    await clock.advance(1000);
    expect(gateway.ports.get('a')?.waiting).toBe(0);
    const answers = clients.flatMap(each => each.heard().map(({ pdu }) => pdu.slice(0, 2).join(' ')));
    expect(answers.filter(answer => answer === '131 6')).toHaveLength(11);
    expect(answers.filter(answer => answer === '3 2')).toHaveLength(9);
  });

  it('adds one listener to the signal of its connection, however much it asks', async () => {
    const { client, clock } = gatewayScene({ a: {} }, routes);
    const warnings: Error[] = [];
    const onWarning = (warning: Error) => warnings.push(warning);
    process.on('warning', onWarning);
    const loud = await client();
    await flood(loud, 1, 16);
    await clock.advance(1000);
    process.removeListener('warning', onWarning);
    expect(loud.heard()).toHaveLength(16);
    expect(warnings).toEqual([]);
  });

  it('leaves nothing behind when it goes away: what was not sent is not sent', async () => {
    const { client, clock, peers, gateway, outcomes } = gatewayScene({ a: {} }, routes);
    const loud = await client('a:1');
    await flood(loud, 1, 10);
    await clock.advance(2);
    await loud.leave();
    await clock.advance(500);
    expect(peers.a!.heard).toHaveLength(1);
    expect(gateway.ports.get('a')?.waiting).toBe(0);
    expect(outcomes().filter(outcome => outcome === 'abandoned')).toHaveLength(9);
  });
});

describe('a request that waits too long', () => {
  it('is not sent any more: exception 6', async () => {
    const { client, clock, outcomes } = gatewayScene({ a: { maxWait: 150 } }, routes);
    const scada = await client();
    for (let id = 0; id < 4; id += 1) await scada.send(15, read(id), id);
    await clock.advance(1000);
    expect(outcomes()).toEqual(['no-reply', 'no-reply', 'busy', 'busy']);
  });
});

describe('many clients at once', () => {
  it('each get their own answers, over all units, whatever order they come in', async () => {
    const devices = ({ unit, pdu }: { unit: number; pdu: Uint8Array }) => [3, 2, unit, pdu[2]!];
    const { client, clock, errors } = gatewayScene({ a: { devices, cache: 20 } }, routes);
    const clients = await Promise.all(Array.from({ length: 8 }, (_, index) => client(`c${index}:1`)));
    for (let round = 0; round < 12; round += 1) {
      for (const [index, each] of clients.entries())
        await each.send(1 + ((index + round) % 9), read(round % 3), round);
      await clock.advance(37);
    }
    await clock.advance(3000);
    for (const [index, each] of clients.entries()) {
      const heard = each.heard();
      expect(heard).toHaveLength(12);
      for (const { id, unit, pdu } of heard) {
        expect(unit).toBe(1 + ((index + id) % 9));
        expect(pdu).toEqual([3, 2, unit, id % 3]);
      }
    }
    expect(errors).toEqual([]);
  });
});

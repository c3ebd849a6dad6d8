import { TransportError, UsageError } from '@bus/line';
import { describe, expect, it } from 'vitest';
import { type GatewayOptions, ModbusGateway } from '../src/gateway/index.js';
import { mbapFraming } from '../src/index.js';
import { gatewayScene, quiet } from './support/gateway-scene.js';

const read = (address = 0, quantity = 1) => [3, address >> 8, address & 0xff, 0, quantity];
const write = (address: number, value: number) => [6, address >> 8, address & 0xff, value >> 8, value & 0xff];
const two = () =>
  gatewayScene({ north: {}, south: {} }, [
    { units: [1, 3], port: 'north' },
    { units: 11, port: 'south', target: 1 },
    { units: [21, 23], port: 'south', target: 4 },
  ]);

describe('routes', () => {
  it('bring each unit to its line, under the number that it has there', async () => {
    const { client, peers } = two();
    const scada = await client();
    expect(await scada.ask(2, ...read())).toEqual([3, 2, 0, 200]);
    expect(await scada.ask(11, ...read())).toEqual([3, 2, 0, 100]);
    expect(await scada.ask(23, ...read())).toEqual([3, 2, 600 >> 8, 600 & 0xff]);
    expect(peers.north!.heard.map(({ unit }) => unit)).toEqual([2]);
    expect(peers.south!.heard.map(({ unit }) => unit)).toEqual([1, 6]);
  });

  it('answer under the number and the transaction that the client asked with', async () => {
    const { client, clock } = two();
    const scada = await client();
    await scada.send(11, read(), 0x1234);
    await scada.send(1, read(), 0x1235);
    await clock.advance(100);
    expect(scada.heard()).toEqual([
      { unit: 11, id: 0x1234, pdu: [3, 2, 0, 100] },
      { unit: 1, id: 0x1235, pdu: [3, 2, 0, 100] },
    ]);
  });

  it('lead nowhere for other units: exception 10, also for unit 0', async () => {
    const { client, outcomes, peers } = two();
    const scada = await client();
    for (const unit of [0, 4, 12, 255]) expect(await scada.ask(unit, ...read())).toEqual([0x83, 10]);
    expect(outcomes()).toEqual(['no-path', 'no-path', 'no-path', 'no-path']);
    expect([...peers.north!.heard, ...peers.south!.heard]).toEqual([]);
  });

  it.each<[string, Partial<GatewayOptions>, RegExp]>([
    [
      'overlap',
      {
        routes: [
          { units: [1, 5], port: 'a' },
          { units: 5, port: 'a' },
        ],
      },
      /unit 5 is in two routes/,
    ],
    ['name a port that is not there', { routes: [{ units: 1, port: 'b' }] }, /no port 'b'/],
    ['are backwards', { routes: [{ units: [5, 1], port: 'a' }] }, /units 5 to 1/],
    [
      'reach unit 248 of a serial line',
      { routes: [{ units: [247, 248], port: 'a' }] },
      /from 1 to 247, not 248/,
    ],
    [
      'call a unit 0 on a serial line',
      { routes: [{ units: 1, port: 'a', target: 0 }] },
      /from 1 to 247, not 0/,
    ],
    ['are none', { routes: [] }, /at least one route/],
  ])('are refused when they %s', (_, options, message) => {
    const { lines } = two();
    const ports = { a: { line: lines.north! } };
    expect(() => new ModbusGateway({ ports, routes: [], ...options })).toThrow(UsageError);
    expect(() => new ModbusGateway({ ports, routes: [], ...options })).toThrow(message);
  });
});

describe('what is passed on', () => {
  it('is the same bytes both ways, for functions that nobody here knows as well', async () => {
    const devices = ({ pdu }: { pdu: Uint8Array }) => (pdu[0] === 0x41 ? [0x41, 9, 8, 7] : [0x81, 2]);
    const { client, peers, clock } = gatewayScene({ a: { devices, framing: 'tcp' } }, [
      { units: 1, port: 'a' },
    ]);
    const scada = await client();
    expect(await scada.ask(1, 0x41, 1, 2, 3)).toEqual([0x41, 9, 8, 7]);
    expect([...peers.a!.heard[0]!.pdu]).toEqual([0x41, 1, 2, 3]);
    expect(clock.now()).toBeGreaterThan(0);
  });

  it('keeps the bits behind the last coil as the device sent them', async () => {
    const { client } = gatewayScene({ a: { devices: () => [1, 1, 0b1111_0101] } }, [{ units: 1, port: 'a' }]);
    expect(await (await client()).ask(1, 1, 0, 0, 0, 3)).toEqual([1, 1, 0b1111_0101]);
  });

  it('includes exceptions of the device', async () => {
    const { client, outcomes } = gatewayScene({ a: { devices: () => [0x83, 2] } }, [{ units: 1, port: 'a' }]);
    expect(await (await client()).ask(1, ...read())).toEqual([0x83, 2]);
    expect(outcomes()).toEqual(['exception']);
  });

  it('does not include what breaks the rules of its function', async () => {
    const { client, peers, outcomes } = gatewayScene({ a: {} }, [{ units: 1, port: 'a' }]);
    const scada = await client();
    expect(await scada.ask(1, 3, 0, 0, 0, 126)).toEqual([0x83, 3]);
    expect(await scada.ask(1, 3, 0xff, 0xff, 0, 2)).toEqual([0x83, 2]);
    expect(await scada.ask(1, 0)).toEqual([0x80, 1]);
    expect(outcomes()).toEqual(['malformed', 'malformed', 'malformed']);
    expect(peers.a!.heard).toEqual([]);
  });

  it('is never an answer that does not fit the question', async () => {
    const { client, outcomes } = gatewayScene({ a: { devices: () => [3, 4, 0, 1, 0, 2] } }, [
      { units: 1, port: 'a' },
    ]);
    expect(await (await client()).ask(1, ...read())).toEqual([0x83, 11]);
    expect(outcomes()).toEqual(['no-reply']);
  });
});

describe('a unit that does not answer', () => {
  it('is exception 11 after the time-out of its line, and keeps no others waiting', async () => {
    const { client, clock } = gatewayScene({ a: {} }, [{ units: [1, 20], port: 'a' }]);
    const scada = await client();
    const other = await client('10.0.0.8:4002');
    await scada.send(15, read(), 1);
    await other.send(1, read(), 2);
    await clock.advance(140);
    expect(scada.heard()).toEqual([{ unit: 15, id: 1, pdu: [0x83, 11] }]);
    expect(other.heard()).toEqual([{ unit: 1, id: 2, pdu: [3, 2, 0, 100] }]);
  });
});

describe('a lost port', () => {
  it('is exception 10 at once, while other ports work, and comes back', async () => {
    const { client, peers, clock, outcomes } = two();
    const scada = await client();
    expect(await scada.ask(1, ...read())).toEqual([3, 2, 0, 100]);
    const north = peers.north!;
    const open = north.open.bind(north);
    north.open = async () => {
      throw new TransportError('open-failed', 'no such device');
    };
    north.vanish();
    await clock.advance(60);
    await scada.send(1, read());
    await clock.advance(1);
    expect(scada.heard()[0]?.pdu).toEqual([0x83, 10]);
    expect(await scada.ask(11, ...read())).toEqual([3, 2, 0, 100]);
    north.open = open;
    await clock.advance(20_000);
    expect(await scada.ask(1, ...read())).toEqual([3, 2, 0, 100]);
    expect(outcomes()).toEqual(['answered', 'no-path', 'answered', 'answered']);
  });

  it('is exception 10 for what was on its way', async () => {
    const { client, peers, clock } = two();
    const scada = await client();
    await scada.send(1, read());
    await clock.advance(5);
    peers.north!.vanish();
    await clock.advance(1);
    expect(scada.heard()[0]?.pdu).toEqual([0x83, 10]);
  });
});

describe('broadcasts', () => {
  const north = { north: {}, south: {}, far: { framing: 'tcp' as const } };
  const routes = [
    { units: 1, port: 'north' },
    { units: 2, port: 'north' },
    { units: 3, port: 'south' },
    { units: 4, port: 'far' },
  ];

  it('of serial clients go once to each serial line, and nobody is answered', async () => {
    const { client, peers } = gatewayScene(north, routes);
    const panel = await client('10.0.0.7:4001', { framing: 'rtu', alone: true });
    expect(await panel.ask(0, ...write(1, 2))).toBeUndefined();
    expect(peers.north!.heard.map(({ unit, pdu }) => [unit, ...pdu])).toEqual([[0, ...write(1, 2)]]);
    expect(peers.south!.heard.map(({ unit }) => unit)).toEqual([0]);
    expect(peers.far!.heard).toEqual([]);
    expect(await panel.ask(1, ...read())).toEqual([3, 2, 0, 100]);
  });

  it('of Modbus TCP clients are passed on where the listener says that unit 0 means everybody', async () => {
    const { gateway, peers, clock } = gatewayScene(north, routes);
    const desk = gateway.server.datagrams(mbapFraming({ broadcasts: true }));
    const answered = desk.answer(mbapFraming().wrap(0, Uint8Array.from(write(1, 2))));
    await clock.advance(200);
    expect(await answered).toBeUndefined();
    expect(peers.north!.heard).toHaveLength(1);
  });

  it('that read are not sent', async () => {
    const { client, peers } = gatewayScene(north, routes);
    const panel = await client('10.0.0.7:4001', { framing: 'rtu', alone: true });
    expect(await panel.ask(0, ...read())).toBeUndefined();
    expect(peers.north!.heard).toEqual([]);
  });

  it('stay where they are when they are switched off or denied', async () => {
    for (const options of [{ broadcast: false }, { readOnly: true }]) {
      const { client, peers } = gatewayScene(north, routes, options);
      const panel = await client('10.0.0.7:4001', { framing: 'rtu', alone: true });
      expect(await panel.ask(0, ...write(1, 2))).toBeUndefined();
      expect(peers.north!.heard).toEqual([]);
    }
  });
});

describe('clients with serial frames', () => {
  it('are told of units that are not there, when nobody else could answer', async () => {
    const { client } = two();
    const panel = await client('10.0.0.7:4001', { framing: 'rtu', alone: true });
    expect(await panel.ask(99, ...read())).toEqual([0x83, 10]);
  });

  it('hear nothing of them on a line that others share', async () => {
    const { client } = two();
    const panel = await client('bus', { framing: 'rtu' });
    expect(await panel.ask(99, ...read())).toBeUndefined();
    expect(await panel.ask(1, ...read())).toEqual([3, 2, 0, 100]);
  });
});

describe('statistics', () => {
  it('count by client, whatever its port, and by unit', async () => {
    const { client, gateway, clock } = gatewayScene({ a: { devices: quiet, cache: 500 } }, [
      { units: [1, 20], port: 'a' },
    ]);
    const first = await client('10.0.0.7:4001');
    const again = await client('10.0.0.7:4002');
    const other = await client('[fe80::1]:4003');
    await first.send(1, read());
    await clock.advance(100);
    await again.send(1, read());
    await clock.advance(100);
    await other.ask(2, ...write(1, 2));
    await other.ask(15, ...read());
    const { clients, units, total } = gateway.statistics;
    expect(clients.get('10.0.0.7')).toMatchObject({
      requests: 2,
      writes: 0,
      outcomes: { answered: 1, cached: 1 },
      oldestAnswer: 100,
    });
    expect(clients.get('fe80::1')).toMatchObject({
      requests: 2,
      writes: 1,
      outcomes: { answered: 1, 'no-reply': 1 },
    });
    expect(units.get(1)).toMatchObject({ requests: 2 });
    expect(units.get(15)).toMatchObject({ requests: 1, outcomes: { 'no-reply': 1 } });
    expect(total.requests).toBe(4);
    expect(total.elapsedMax).toBeGreaterThanOrEqual(100);
  });

  it('do not grow with the number of clients', async () => {
    const { gateway } = two();
    for (let index = 0; index < 1500; index += 1) {
      const event = {
        time: 0,
        unit: 1,
        port: 'north',
        target: 1,
        functionCode: 3,
        description: '',
        reads: true,
      };
      gateway.statistics.add({
        ...event,
        client: `10.0.${index >> 8}.${index & 0xff}:1`,
        outcome: 'answered',
        exceptionCode: undefined,
        elapsed: 1,
        age: undefined,
        error: undefined,
      });
    }
    expect(gateway.statistics.clients.size).toBe(1001);
    expect(gateway.statistics.clients.get('others')?.requests).toBe(500);
  });
});

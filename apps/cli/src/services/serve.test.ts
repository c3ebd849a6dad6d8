import { Line, memoryPair, type TraceEvent } from '@bus/line';
import { until } from '@bus/line/testing';
import { ModbusClient } from '@bus/modbus';
import { connect } from '@bus/modbus/node';
import { describe, expect, it } from 'vitest';
import type { Context } from '../context.js';
import { formatServeEvent } from '../format-serve.js';
import { type ServeServiceOptions, type ServeStreamEvent, serve } from './serve.js';

/** Each question is asked once, and waits for its answer however long the machine stands still. */
const patient = { retries: 0, timeout: 20_000 };

/** Devices that are served until they are stopped. */
async function serving(options: ServeServiceOptions, more: Context = {}) {
  const controller = new AbortController();
  const context: Context = { env: {}, cwd: '/', ...more, signal: controller.signal };
  const events: ServeStreamEvent[] = [];
  const stream = serve({ port: 'tcp://127.0.0.1:0', ...options }, context);
  const first = await stream.next();
  const url = (first.value as { url: string }).url;
  const ended = (async () => {
    for await (const event of stream) events.push(event);
  })();
  const stop = async () => {
    controller.abort(new Error('interrupted'));
    await ended;
    return events;
  };
  return { url, first: first.value as ServeStreamEvent, events, stop };
}

const told = (events: readonly ServeStreamEvent[], kind: ServeStreamEvent['event']) =>
  events.filter(({ event }) => event === kind);

describe('served devices', () => {
  it('answer over Modbus TCP, tell of writes, and are gone at the end', async () => {
    const { url, first, stop } = await serving({ device: ['temperature-controller', 'remote-io@5'] });
    expect(first).toMatchObject({
      event: 'serving',
      simulated: true,
      devices: [
        { name: 'temperature-controller', protocol: 'modbus', unit: 1 },
        { name: 'remote-io', protocol: 'modbus', unit: 5 },
      ],
    });
    const client = await connect(url, patient);
    expect(await client.unit(1).readRegister(289, { decimals: 1 })).toBe(77.2);
    expect(
      await Promise.all([1, 5, 1].map(unit => client.unit(unit).readRegisters(unit === 1 ? 24 : 1, 1))),
    ).toEqual([[800], [5], [800]]);
    await client.unit(1).writeBits(172, [false, true]);
    await expect(client.unit(9).readRegister(1)).rejects.toMatchObject({ exceptionCode: 11 });
    await client.close();
    const events = await stop();
    expect(told(events, 'write')).toMatchObject([
      { unit: 1, device: 'temperature-controller', table: 'coil', address: 172, values: [false, true] },
    ]);
    expect(events.at(-1)).toMatchObject({ event: 'summary', writes: 1, faults: 0 });
    expect(events.flatMap(formatServeEvent).join('\n')).toContain(
      'temperature-controller 1: coil 172 = off on',
    );
    await expect(connect(url)).rejects.toMatchObject({ code: 'open-failed' });
  });

  it('are served where BUS_PORT says, when no flag does', async () => {
    const { url, stop } = await serving(
      { port: undefined as never },
      { env: { BUS_PORT: 'rtu+tcp://127.0.0.1:0' } },
    );
    expect(url).toMatch(/^rtu\+tcp:/);
    await stop();
  });

  it('answer to every unit when there is one of them, reached directly', async () => {
    const { url, stop } = await serving({});
    const client = await connect(url, patient);
    for (const unit of [0, 1, 17, 255]) expect(await client.unit(unit).readRegister(289)).toBe(772);
    await client.close();
    await stop();
  });

  it.each(['rtu+tcp://127.0.0.1:0', 'ascii+tcp://127.0.0.1:0', 'udp://127.0.0.1:0', 'rtu+udp://127.0.0.1:0'])(
    'answer on %s',
    async port => {
      const { url, stop } = await serving({ port, device: ['temperature-controller', 'remote-io'] });
      const client = await connect(url, patient);
      expect(await client.unit(1).readRegister(289)).toBe(772);
      await client.unit(2).writeRegister(5, 17, { fc: 6 });
      expect(await client.unit(2).readRegister(5)).toBe(17);
      await client.close();
      const events = await stop();
      expect(told(events, 'write')).toMatchObject([{ unit: 2, text: 'holding 5 = 17' }]);
    },
  );

  it('share what is written among clients that hear nothing of each other', async () => {
    const { url, stop } = await serving({ port: 'rtu+tcp://127.0.0.1:0' });
    const [one, other] = await Promise.all([connect(url, patient), connect(url, patient)]);
    await Promise.all([one.unit(1).writeRegister(100, 4711), other.unit(1).readRegisters(289, 2)]);
    expect(await other.unit(1).readRegister(100)).toBe(4711);
    expect(other.line.statistics.noiseBytes).toBe(0);
    await one.close();
    await other.close();
    await stop();
  });

  it('go wrong as ordered, in the same way for the same seed, and say so', async () => {
    const run = async (seed: number) => {
      const { url, stop } = await serving({ port: 'rtu+tcp://127.0.0.1:0', fault: ['exception:50%'], seed });
      const client = await connect(url, patient);
      const outcomes: boolean[] = [];
      for (let round = 0; round < 12; round += 1)
        outcomes.push(
          await client
            .unit(1)
            .readRegister(289)
            .then(
              () => true,
              () => false,
            ),
        );
      await client.close();
      return { outcomes, faults: told(await stop(), 'fault') };
    };
    const first = await run(7);
    expect(first.outcomes).toContain(true);
    expect(first.outcomes.filter(ok => !ok)).toHaveLength(first.faults.length);
    expect(first.faults[0]).toMatchObject({ unit: 1, faults: ['exception 4'] });
    expect((await run(7)).outcomes).toEqual(first.outcomes);
    expect((await run(8)).outcomes).not.toEqual(first.outcomes);
  });

  it('show each frame that comes and goes', async () => {
    const trace: TraceEvent[] = [];
    const { url, stop } = await serving({}, { onTrace: event => trace.push(event) });
    const client = await connect(url, patient);
    await client.unit(1).readRegister(289);
    await client.close();
    await stop();
    expect(
      trace.map(({ direction, kind, framing, bytes }) => [direction, kind, framing?.name, bytes.length]),
    ).toEqual([
      ['received', 'request', 'tcp', 12],
      ['sent', 'reply', 'tcp', 11],
    ]);
  });

  it.each<[string, ServeServiceOptions, RegExp]>([
    ['without a port', { port: undefined as never }, /--port is not given/],
    ['on a simulated line', { port: 'sim:' }, /simulated already/],
    ['with two at one address', { device: ['remote-io@1', 'temperature-controller'] }, /the same address/],
    [
      'with Modbus TCP and DCON on one connection',
      { device: ['remote-io', 'dcon:7044'] },
      /do not share a connection/,
    ],
    ['with DCON over UDP', { port: 'udp://127.0.0.1:0', device: ['dcon:7044'] }, /only Modbus/],
    ['with a 232DRIO among others', { device: ['drio', 'remote-io'] }, /alone on its cable/],
    ['with spoilt checksums where there are none', { fault: ['crc'] }, /crc spoils a checksum/],
    ['with a model that is not known', { device: ['dcon:4711'] }, /no module family '4711'/],
    ['without a certificate to show', { port: 'tls://127.0.0.1:0' }, /needs a certificate/],
    ['with settings of a serial port elsewhere', { baud: 9600 }, /--baud does not apply to tcp/],
    ['with certificates that nobody sees', { tlsCa: 'ca.pem' }, /--tls-ca does not apply to tcp/],
  ])('are not served %s', async (_, options, message) => {
    await expect(serving(options)).rejects.toMatchObject({
      code: 'bad-argument',
      message: expect.stringMatching(message),
    });
  });
});

describe('devices on a serial port', () => {
  const cable = () => {
    const pair = memoryPair({ characterTime: 0.1 });
    const made: unknown[] = [];
    const context: Context = {
      makeTransport: (url, options) => {
        made.push([url, options]);
        return pair.b;
      },
    };
    return { pair, made, context };
  };

  it('of different protocols share it, with its settings', async () => {
    const { pair, made, context } = cable();
    const device = ['temperature-controller', 'dcon:7044@02'];
    const { stop } = await serving({ port: '/dev/ttyX', baud: 9600, parity: 'even', device }, context);
    const line = new Line(pair.a, patient);
    const { DconClient } = await import('@bus/dcon');
    expect(await new ModbusClient(line).unit(1).readRegister(289)).toBe(772);
    const module = new DconClient(line).module(2, { family: '7044' });
    await module.outputs.set(1, true);
    await line.close();
    const writes = told(await stop(), 'write');
    expect(writes).toHaveLength(1);
    expect(writes[0]).toMatchObject({ unit: 2, device: 'dcon:7044', text: expect.stringMatching(/^[@#]02/) });
    expect(made).toEqual([['/dev/ttyX', { baudRate: 9600, parity: 'even' }]]);
  });

  it('are there again after the plug was pulled', async () => {
    const { pair, context } = cable();
    const { events, stop } = await serving({ port: '/dev/ttyX' }, context);
    const first = new Line(pair.a, { ...patient, reconnect: false });
    expect(await new ModbusClient(first).unit(1).readRegister(289)).toBe(772);
    pair.cut();
    await until(() => told(events, 'opened').length > 0, 'the port is served again');
    const again = new Line(pair.a, patient);
    expect(await new ModbusClient(again).unit(1).readRegister(289)).toBe(772);
    await again.close();
    await first.close();
    expect(events.map(({ event }) => event)).toEqual(['lost', 'opened']);
    await stop();
  });

  it('lose their port when that is ordered, and get it back', async () => {
    const { pair, context } = cable();
    const { events, stop } = await serving(
      { port: '/dev/ttyX', fault: ['port-loss:50:100%'], delay: 1 },
      context,
    );
    const client = new ModbusClient(new Line(pair.a, { timeout: 50, retries: 0 }));
    await expect(client.unit(1).readRegister(289)).rejects.toMatchObject({
      code: expect.stringMatching(/reply/),
    });
    await until(() => told(events, 'opened').length > 0, 'the port is served again');
    expect(told(events, 'fault')).toMatchObject([{ faults: ['port loss'] }]);
    await client.close();
    await stop();
  });
});

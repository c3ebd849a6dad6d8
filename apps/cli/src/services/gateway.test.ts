import { createServer } from 'node:net';
import { connect } from '@bus/modbus/node';
import { remoteIo, temperatureController } from '@bus/sim';
import { describe, expect, it } from 'vitest';
import { contextWith } from '../../test/virtual-context.js';
import { formatGatewayEvent } from '../format-gateway.js';
import { type GatewayServiceOptions, type GatewayStreamEvent, gateway } from './gateway.js';

/** Each question is asked once, and waits for its answer however long the machine stands still. */
const patient = { retries: 0, timeout: 20_000 };

/** A gateway that runs until it is stopped, on a free port of this machine. */
async function running(options: GatewayServiceOptions = {}) {
  const world = contextWith(temperatureController({ unit: 1 }), remoteIo({ unit: 2 }));
  const controller = new AbortController();
  const context = { ...world.context, signal: controller.signal };
  const events: GatewayStreamEvent[] = [];
  let listening: (url: string) => void = () => undefined;
  const url = new Promise<string>(resolve => {
    listening = resolve;
  });
  const stream = gateway({ listen: ['tcp://127.0.0.1:0'], route: ['1-2=/dev/ttyX'], ...options }, context);
  const ended = (async () => {
    for await (const event of stream) {
      events.push(event);
      if (event.event === 'listening') listening(event.url);
    }
  })();
  ended.catch(() => undefined);
  const stop = async () => {
    controller.abort(new Error('interrupted'));
    await ended;
    return events;
  };
  return { ...world, events, url: await Promise.race([url, ended.then(() => '')]), stop };
}

const kinds = (events: readonly GatewayStreamEvent[]) => events.map(({ event }) => event);

describe('a gateway', () => {
  it('lets clients reach units, tells what they asked, and frees everything at the end', async () => {
    const { url, stop, made, lines } = await running({
      route: ['1-2=/dev/ttyX', '11=/dev/ttyX:2'],
      baud: 9600,
      log: 'all',
    });
    const client = await connect(url, patient);
    expect(await client.unit(1).readRegister(289, { decimals: 1 })).toBe(77.2);
    expect(await client.unit(11).readRegister(1)).toBe(2);
    await expect(client.unit(3).readRegister(1)).rejects.toMatchObject({ exceptionCode: 10 });
    await client.close();
    const events = await stop();
    expect(made).toEqual([['/dev/ttyX', { baudRate: 9600 }]]);
    expect(lines[0]).toMatchObject({ origin: '--port', simulated: false });
    expect(kinds(events)).toEqual(['line', 'listening', 'request', 'request', 'request', 'statistics']);
    expect(events[3]).toMatchObject({
      event: 'request',
      unit: 11,
      line: '/dev/ttyX',
      target: 2,
      description: 'read holding registers 1, 1',
      outcome: 'answered',
    });
    expect(events.at(-1)).toMatchObject({
      event: 'statistics',
      total: { requests: 3, outcomes: { answered: 2, 'no-path': 1 } },
      clients: [{ of: '127.0.0.1', requests: 3 }],
      units: [{ of: '1' }, { of: '11' }, { of: '3' }],
      eventsLeftOut: 0,
    });
    expect(events.flatMap(formatGatewayEvent).join('\n')).toContain(
      'unit 11 → /dev/ttyX unit 2  read holding registers 1, 1  answered, ',
    );
    await expect(connect(url)).rejects.toMatchObject({ code: 'open-failed' });
  });

  it('refuses what is not allowed, and tells of it when asked for problems', async () => {
    const { url, stop } = await running({ readOnly: true, functions: '3', refusal: 4, log: 'problems' });
    const client = await connect(url, patient);
    expect(await client.unit(1).readRegister(24)).toBe(800);
    await expect(client.unit(1).writeRegister(24, 1)).rejects.toMatchObject({ exceptionCode: 4 });
    await expect(client.unit(1).readBit(19, { table: 'coil' })).rejects.toMatchObject({ exceptionCode: 4 });
    await client.close();
    expect((await stop()).filter(({ event }) => event === 'request')).toMatchObject([
      { outcome: 'denied', exceptionCode: 4, functionCode: 16 },
      { outcome: 'denied', exceptionCode: 4, functionCode: 1 },
    ]);
  });

  it('turns away addresses that may not connect', async () => {
    const { url, stop } = await running({ allow: ['10.0.0.0/24'] });
    const client = await connect(url, patient);
    await expect(client.unit(1).readRegister(24)).rejects.toMatchObject({
      name: expect.stringMatching(/Error/),
    });
    await client.close();
    expect(kinds(await stop())).toContain('client-refused');
  });

  it('asks twice for what may not be remembered, and once for what may', async () => {
    const { url, stop, trace } = await running({ cache: 60_000 });
    const client = await connect(url, patient);
    for (let round = 0; round < 3; round += 1) expect(await client.unit(1).readRegister(24)).toBe(800);
    await client.unit(1).writeRegister(24, 805);
    expect(await client.unit(1).readRegister(24)).toBe(805);
    await client.close();
    await stop();
    expect(trace.filter(({ kind }) => kind === 'request')).toHaveLength(3);
  });

  it.each<[string, GatewayServiceOptions, RegExp]>([
    ['a route that is none', { route: ['COM3'] }, /is no route/],
    ['a port beside routes', { port: 'COM3' }, /--port and --route/],
    ['two routes for one unit', { route: ['1-3=COM3', '3=COM4'] }, /unit 3 is in two routes/],
    ['units that are none', { units: 'all' }, /'all' are no units/],
    ['a place to listen that is none', { listen: ['127.0.0.1'] }, /is not a port/],
    [
      'flags that belong into the file',
      { config: 'gateway.yaml', route: ['1=COM3'] },
      /does not go with --config/,
    ],
  ])('does not start with %s', async (_, options, message) => {
    await expect(running(options)).rejects.toMatchObject({
      code: 'bad-argument',
      message: expect.stringMatching(message),
    });
  });

  it('frees the lines when it cannot listen', async () => {
    const blocker = createServer().listen(0, '127.0.0.1');
    await new Promise(resolve => blocker.once('listening', resolve));
    const { port } = blocker.address() as { port: number };
    const world = contextWith(temperatureController({ unit: 1 }));
    const states: string[] = [];
    const started = gateway({ listen: [`tcp://127.0.0.1:${port}`], route: ['1=/dev/ttyX'] }, world.context);
    const error = await started.next().catch(reason => reason);
    blocker.close();
    expect(error).toMatchObject({ code: 'open-failed' });
    expect(states).toEqual([]);
    const transport = world.context.makeTransport!('/dev/ttyX', {});
    await transport.open({ data: () => undefined, closed: () => undefined });
    await transport.close();
  });
});

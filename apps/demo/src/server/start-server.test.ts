import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { FakeClock } from '@bus/line/testing';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { connectTcp } from '../node/index.js';
import type { InstrumentValues } from '../protocol/index.js';
import { announcement } from './announcement.js';
import { FakeLine } from './instruments/board-bench.fixture.js';
import { readSettings } from './settings/read-settings.js';
import type { ServerSettings } from './settings/server-settings.js';
import { type RunningServer, startServer } from './start-server.js';
import { tellLosses } from './tell-losses.js';

const endings: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

async function start(args = '', env = {}): Promise<RunningServer> {
  // The longest time-out there is: the lines answer in real time, and must not be late when the machine stands still.
  const words = `--http 0 --tcp 0 --timeout 10000 ${args}`.trim().split(' ');
  const settings = (await readSettings(words, { env })) as ServerSettings;
  const server = await startServer(settings, { version: '1.2.3', webRoot: `${tmpdir()}/no-such-page` });
  endings.push(() => server.close());
  return server;
}

async function client(server: RunningServer) {
  const bus = await connectTcp(server.tcpUrl!);
  endings.push(() => bus.close());
  return bus;
}

describe('the server on its simulated lines', () => {
  it('reads and switches instruments of three protocols, and tells everybody', async () => {
    const server = await start();
    const [one, other] = [await client(server), await client(server)];
    const told: InstrumentValues[] = [];
    const switched = new Promise<void>(resolve => {
      other.subscribe('values', {}, values => {
        told.push(values);
        if (values.instrument === 'dcon-02' && values.values.output3 === true) resolve();
      });
    });
    expect(await one.call('server.info', {})).toMatchObject({ version: '1.2.3', simulated: true });
    expect(await one.call('instruments.list', {})).toHaveLength(7);
    const write = { instrument: 'dcon-02', point: 'output3', value: true };
    expect((await one.call('points.write', write)).values).toMatchObject({ output2: false, output3: true });
    const setPoint = { instrument: 'oven', point: 'setPoint', value: 95.5 };
    expect((await one.call('points.write', setPoint)).values).toMatchObject({ setPoint: 95.5 });
    const relay = { instrument: 'drio', point: 'relay1', value: true };
    expect((await one.call('points.write', relay)).values).toMatchObject({ relay1: true, relay2: false });
    expect((await one.call('instruments.read', { instrument: 'dcon-03' })).units).toMatchObject({
      input0: 'V',
    });
    await switched;
    expect(told.length).toBeGreaterThan(0);
  });

  it('tells times that never go back, though the clock of the machine is set back', async () => {
    const machine = Date.now;
    let setBack = 0;
    const clock = vi.spyOn(Date, 'now').mockImplementation(() => machine() - setBack);
    endings.push(() => clock.mockRestore());
    const bus = await client(await start());
    const before = await bus.call('instruments.read', { instrument: 'oven' });
    setBack = 3_600_000;
    const after = await bus.call('instruments.read', { instrument: 'oven' });
    expect(after.readAt).toBeGreaterThanOrEqual(before.readAt!);
    expect((await bus.call('server.info')).time).toBeGreaterThanOrEqual(after.readAt!);
  });

  it('loses a line whose plug is pulled, and finds it again', async () => {
    const server = await start();
    const bus = await client(server);
    const read = () => bus.call('instruments.read', { instrument: 'oven' });
    await read();
    await bus.call('lines.unplug', { line: 'rs485' });
    await expect(read()).rejects.toMatchObject({ data: { name: 'TransportError' } });
    expect((await bus.call('instruments.read', { instrument: 'drio' })).values).toMatchObject({
      relay1: false,
    });
    const back = new Promise<void>(resolve => {
      bus.subscribe('lines', { line: 'rs485' }, ({ state }) => state === 'open' && resolve());
    });
    await bus.call('lines.plug', { line: 'rs485' });
    await back;
    expect((await read()).values).toMatchObject({ alarm: expect.any(Boolean) });
  });

  it('frees its ports when it is closed', async () => {
    const server = await start();
    await client(server);
    const port = Number(server.tcpUrl!.split(':').at(-1));
    await server.close();
    const again = createServer();
    await new Promise<void>((resolve, reject) =>
      again.once('error', reject).listen(port, '127.0.0.1', resolve),
    );
    expect(again.listening).toBe(true);
    again.close();
  });
});

it('a port that cannot be opened does not keep the server from running', async () => {
  const server = await start('--port /dev/no-such-port --instrument dcon:02:7044');
  const bus = await client(server);
  const [line] = await bus.call('lines.list', {});
  expect(line).toMatchObject({ id: 'no-such-port', medium: '/dev/no-such-port 9600-8N1', pluggable: false });
  const failed = bus.call('instruments.read', { instrument: 'dcon-02' });
  await expect(failed).rejects.toMatchObject({ data: { name: 'TransportError' } });
});

it('a door that cannot be opened ends the start, and nothing is left open', async () => {
  const taken = createServer();
  endings.push(() => taken.close());
  await new Promise<void>(resolve => taken.listen(0, '127.0.0.1', resolve));
  const { port } = taken.address() as { port: number };
  const settings = (await readSettings(['--http', 'off', '--tcp', `${port}`], { env: {} })) as ServerSettings;
  const clock = new FakeClock();
  await expect(startServer(settings, { clock })).rejects.toMatchObject({ code: 'open-failed' });
  await clock.advance(1000);
  expect(clock.pending).toBe(0);
});

describe('the announcement', () => {
  const options = { version: '1.2.3', guarded: false, client: 'client' };

  it('says what runs, that it is simulated, and where to click', async () => {
    const server = await start();
    const text = announcement(server, options);
    expect(text).toContain('Line rs485  sim:  (simulated)\n  oven     temperature controller  modbus 1\n');
    expect(text).toContain('All values are simulated.');
    expect(text).toContain(`Web page  ${server.httpUrl}/`);
    expect(text).toContain(`client read --server ${server.tcpUrl}`);
  });

  it('tells how to name instruments, and never the token', async () => {
    const server = await start('--port /dev/no-such-port', { BUS_DEMO_TOKEN: 'my-secret-token' });
    const text = announcement(server, { ...options, guarded: true });
    expect(text).toContain('such as --instrument dcon:02:7044');
    expect(text).toContain('Clients need the token');
    expect(text).not.toMatch(/simulated|my-secret-token/);
  });
});

it('losses are told once for each reason, and the end of each', () => {
  const line = new FakeLine();
  const told: string[] = [];
  const end = tellLosses(line, text => told.push(text));
  const become = (state: 'open' | 'lost', reason?: string) => {
    Object.assign(line.info, { reason });
    line.become(state);
  };
  for (const reason of ['gone', 'gone', 'no rights']) become('lost', reason);
  become('open');
  become('open');
  end();
  become('lost', 'gone');
  expect(told).toEqual(['Line rs485 is lost: gone', 'Line rs485 is lost: no rights', 'Line rs485 is back.']);
});

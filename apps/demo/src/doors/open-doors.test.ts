import { createServer } from 'node:net';
import { TransportError, UsageError } from '@bus/line';
import { until } from '@bus/line/testing';
import { describe, expect, it } from 'vitest';
import { FakeHub, limits } from './fake-hub.fixture.js';
import { isLoopback } from './loopback.js';
import { openDoors } from './open-doors.js';
import { call, tcpClient, testDoors } from './test-doors.fixture.js';

const failed = (promise: Promise<unknown>): Promise<Error> =>
  promise.then(
    () => new Error('it opened'),
    (error: Error) => error,
  );

/** Servers of this process that wait for connections. */
const listening = (): number =>
  process.getActiveResourcesInfo().filter(resource => resource === 'TCPServerWrap').length;

const options = { webRoot: 'there-is-none', onError: () => undefined };
const settings = { host: '127.0.0.1', httpPort: 0, tcpPort: 0, origins: [], limits } as const;

describe('doors', () => {
  it.each(['0.0.0.0', '::', '192.0.2.1', 'example.org', '127.0.0.1.example.org', ''])(
    'stay shut on %j without a token',
    async host => {
      const error = await failed(openDoors(new FakeHub(), { ...settings, host }, options));
      expect(error).toBeInstanceOf(UsageError);
    },
  );

  it('stay shut with an empty token', async () => {
    const error = await failed(openDoors(new FakeHub(), { ...settings, token: '' }, options));
    expect(error).toBeInstanceOf(UsageError);
  });

  it('open on all addresses with a token', async () => {
    const house = await testDoors({ host: '0.0.0.0', token: 'x' });
    const client = await tcpClient(house.doors.tcpUrl!.replace('0.0.0.0', '127.0.0.1'));
    client.say(call(1, 'authenticate', { token: 'x' }));
    expect(await client.hears(1)).toEqual([{ jsonrpc: '2.0', id: 1, result: { ok: true } }]);
    await house.close();
  });

  it('open one without the other', async () => {
    const { doors, close } = await testDoors({ httpPort: false });
    expect(doors.httpUrl).toBeUndefined();
    expect(doors.tcpUrl).toMatch(/^tcp:\/\/127\.0\.0\.1:\d+$/);
    await close();
  });

  it('say what to do when a port is taken, and leave none open', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise(resolve => server.once('listening', resolve));
    const { port } = server.address() as { port: number };
    const before = listening();
    const error = await failed(openDoors(new FakeHub(), { ...settings, tcpPort: port }, options));
    expect(error).toBeInstanceOf(TransportError);
    expect(error).toMatchObject({ code: 'open-failed', hint: expect.stringContaining('another port') });
    // The first door was open already: the process could not end if it still were.
    await until(() => listening() === before, 'no door is open');
    await new Promise(resolve => server.close(resolve));
  });

  it('say which file of TLS cannot be read, or used', async () => {
    const tls = { certFile: 'no-cert.pem', keyFile: 'no-key.pem' };
    const error = await failed(openDoors(new FakeHub(), { ...settings, tls }, options));
    expect(error).toBeInstanceOf(TransportError);
    expect(error.message).toContain('no-cert.pem');
    const wrong = { certFile: import.meta.filename, keyFile: import.meta.filename };
    const second = await failed(openDoors(new FakeHub(), { ...settings, tls: wrong }, options));
    expect(second).toBeInstanceOf(TransportError);
  });

  it('serve a hint where the page was not built', async () => {
    const doors = await openDoors(new FakeHub(), settings, options);
    const response = await fetch(doors.httpUrl!);
    expect(response.status).toBe(503);
    expect(await response.text()).toContain('build');
    await doors.close();
  });
});

it('knows which hosts only this machine reaches', () => {
  const own = ['localhost', 'LocalHost', '127.0.0.1', '127.1.2.3', '::1', '[::1]', '::ffff:127.0.0.1'];
  expect(own.filter(isLoopback)).toEqual(own);
  const others = [
    '',
    '0.0.0.0',
    '::',
    '128.0.0.1',
    '127.0.0.1.nip.io',
    'localhost.example.org',
    '::ffff:10.0.0.1',
  ];
  expect(others.filter(isLoopback)).toEqual([]);
});

import { type IncomingHttpHeaders, request } from 'node:http';
import { connect } from 'node:net';
import { FakeClock, until } from '@bus/line/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { call, testDoors, wsClient } from './test-doors.fixture.js';
import { PING } from './websocket-carrier.js';

let house: Awaited<ReturnType<typeof testDoors>>;
afterEach(async () => {
  await house.close();
  expect(house.errors).toEqual([]);
});

interface Response {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A request as a browser or an attacker sends it: the path goes out as it is. */
function get(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Response> {
  const { hostname: host, port } = new URL(house.doors.httpUrl!);
  return new Promise((resolve, reject) => {
    const asked = request({ host, port, path, headers, method, agent: false }, response => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode!,
          headers: response.headers,
          body: Buffer.concat(chunks).toString(),
        }),
      );
    });
    asked.on('error', reject);
    asked.end();
  });
}

describe('the page', () => {
  it('is served at /, with a strict policy, and asked for anew each time', async () => {
    house = await testDoors();
    const { status, headers, body } = await get('/');
    expect([status, body]).toEqual([200, '<!doctype html><title>page</title>']);
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache',
      'x-content-type-options': 'nosniff',
    });
    expect(headers['content-security-policy']).toContain("default-src 'none'; script-src 'self'");
    const again = await get('/?x#y', { 'If-None-Match': headers.etag! });
    expect([again.status, again.body]).toEqual([304, '']);
  });

  it('has assets that may be kept for ever', async () => {
    house = await testDoors();
    const { headers, body } = await get('/assets/index-B3xk9_Qa.js');
    expect(body).toBe('console.log(1)');
    expect(headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
    });
  });

  it.each([
    '/../package.json',
    '/..%2f..%2fpackage.json',
    '/assets/',
    '/%2e%2e/x',
    '/nothing',
    '//',
    '/assets/..%5c',
  ])('has nothing at %s', async path => {
    house = await testDoors();
    expect((await get(path)).status).toBe(404);
  });

  it('is only given, and without its body where only the head is asked for', async () => {
    house = await testDoors();
    expect((await get('/', {}, 'HEAD')).body).toBe('');
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
      const { status, headers } = await get('/', {}, method);
      expect([status, headers.allow]).toEqual([405, 'GET, HEAD']);
    }
  });

  it.each([
    'evil.example',
    'evil.example:80',
    '127.0.0.1.evil.example',
    'localhost.evil.example',
    '10.0.0.1',
    '0.0.0.0',
  ])('is not given to who asks for it as %s', async host => {
    house = await testDoors();
    expect((await get('/', { Host: host })).status).toBe(421);
  });

  it.each(['localhost:8044', 'LOCALHOST', '127.0.0.1', '[::1]:8044', 'panel.example'])(
    'is given to who asks for it as %s',
    async host => {
      house = await testDoors({ origins: ['https://panel.example'] });
      expect((await get('/', { Host: host })).status).toBe(200);
    },
  );

  it('is not waited for by who never ends a request', async () => {
    house = await testDoors({ limits: { patience: 100 } });
    const { hostname: host, port } = new URL(house.doors.httpUrl!);
    const socket = connect({ host, port: Number(port) });
    let ended = false;
    socket.on('close', () => {
      ended = true;
    });
    socket.on('error', () => undefined);
    socket.resume();
    socket.write('GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ');
    await until(() => ended, 'the server ends it');
    expect(ended).toBe(true);
  });
});

describe('the WebSocket', () => {
  const refusal = (promise: Promise<unknown>) =>
    promise.then(
      () => 'let in',
      (error: Error) => error.message,
    );

  it.each([
    ['http://evil.example', 403],
    ['https://127.0.0.1.evil.example', 403],
    ['null', 403],
    ['file://', 403],
    ['http://localhost', 403],
    ['chrome-extension://abc', 403],
  ])('is not opened for a page of %s', async (origin, status) => {
    house = await testDoors();
    expect(await refusal(wsClient(house.doors.httpUrl!, { origin }))).toContain(`${status}`);
    expect(house.hub.visits).toHaveLength(0);
  });

  it('is opened for its own page, for listed origins, and for programs, which have none', async () => {
    house = await testDoors({ origins: ['https://panel.example'] });
    const { httpUrl } = house.doors;
    for (const origin of [httpUrl, httpUrl!.toUpperCase(), 'https://panel.example', undefined]) {
      const client = await wsClient(httpUrl!, origin === undefined ? {} : { origin });
      client.say(call(1, 'nothing'));
      await client.hears(1);
    }
    expect(house.hub.visits).toHaveLength(4);
  });

  it('is not opened under a foreign name, even when origin and host agree', async () => {
    house = await testDoors();
    const headers = { Host: 'evil.example' };
    const attempt = wsClient(house.doors.httpUrl!, { origin: 'http://evil.example', headers });
    expect(await refusal(attempt)).toContain('421');
  });

  it('is at /rpc only', async () => {
    house = await testDoors();
    const { hostname, port } = new URL(house.doors.httpUrl!);
    expect(await refusal(wsClient(`http://${hostname}:${port}/other`))).toContain('404');
  });

  it('takes no binary frames', async () => {
    house = await testDoors();
    const client = await wsClient(house.doors.httpUrl!);
    client.socket.send(Buffer.from(call(1)));
    await client.ends();
    expect(client.code).toBe(1003);
    expect(house.hub.methods).toEqual([]);
    await until(() => house.hub.present === 0, 'the hub hears of it');
  });

  it('refuses a message that is too long before it has come', async () => {
    house = await testDoors();
    const client = await wsClient(house.doors.httpUrl!);
    client.socket.send('x'.repeat(5000));
    await client.ends();
    expect(client.code).toBe(1009);
    await until(() => house.doors.clients === 0, 'the server has done with it');
  });

  it('is dropped when a ping is not answered until the next, and kept when it is', async () => {
    const clock = new FakeClock();
    house = await testDoors({ clock });
    const good = await wsClient(house.doors.httpUrl!);
    const dead = await wsClient(house.doors.httpUrl!, { autoPong: false });
    let pinged = 0;
    good.socket.on('ping', () => {
      pinged += 1;
    });
    await clock.advance(PING);
    await until(() => pinged === 1, 'a ping arrives');
    good.say(call(1, 'nothing'));
    await good.hears(1);
    await clock.advance(PING);
    await dead.ends();
    await until(() => house.doors.clients === 1, 'the dead one is gone');
    expect(good.ended).toBe(false);
    good.socket.terminate();
    await until(() => house.doors.clients === 0, 'all are gone');
    expect(clock.pending).toBe(0);
  });
});

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import type { Clock } from '@bus/line';
import { until } from '@bus/line/testing';
import WebSocket from 'ws';
import type { DoorLimits, DoorSettings } from '../server/settings/server-settings.js';
import { FakeHub, limits } from './fake-hub.fixture.js';
import { openDoors } from './open-doors.js';

type Options = Partial<Omit<DoorSettings, 'limits'>> & { limits?: Partial<DoorLimits>; clock?: Clock };

/** A page, doors of a fake hub, and what went wrong. */
export async function testDoors(options: Options = {}) {
  const { clock, limits: own, ...settings } = options;
  const hub = new FakeHub();
  const errors: unknown[] = [];
  const webRoot = await mkdtemp(join(tmpdir(), 'bus-demo-page-'));
  await mkdir(join(webRoot, 'assets'));
  await writeFile(join(webRoot, 'index.html'), '<!doctype html><title>page</title>');
  await writeFile(join(webRoot, 'assets/index-B3xk9_Qa.js'), 'console.log(1)');
  const all = { host: '127.0.0.1', httpPort: 0, tcpPort: 0, origins: [], ...settings } as const;
  const doors = await openDoors(
    hub,
    { ...all, limits: { ...limits, ...own } },
    { webRoot, clock, onError: error => errors.push(error) },
  );
  const close = async (): Promise<void> => {
    await doors.close();
    await rm(webRoot, { recursive: true });
  };
  return { hub, errors, doors, close };
}

/** A client that does what it is told, right or wrong. */
export interface RawClient {
  /** Everything that arrived. */
  readonly heard: unknown[];
  /** True when the server ended the connection. */
  readonly ended: boolean;
  /** Close code of a WebSocket. */
  readonly code?: number;
  say(text: string): void;
  /** Waits for so many messages in all. */
  hears(count: number): Promise<unknown[]>;
  ends(): Promise<void>;
  /** Goes away without a word. */
  vanish(): void;
}

/** Opens a TCP connection, or one over TLS. */
export async function tcpClient(url: string, ca?: string): Promise<RawClient & { readonly socket: Socket }> {
  const { hostname: host, port } = new URL(url);
  const address = { host, port: Number(port) };
  const socket = ca === undefined ? connect(address) : connectTls({ ...address, ca });
  const heard: unknown[] = [];
  let ended = false;
  let rest = '';
  socket.setEncoding('utf8');
  socket.on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop()!;
    heard.push(...lines.map(line => JSON.parse(line) as unknown));
  });
  socket.on('error', () => undefined);
  socket.on('close', () => {
    ended = true;
  });
  await new Promise<void>((resolve, reject) => {
    socket.once(ca === undefined ? 'connect' : 'secureConnect', resolve);
    socket.once('error', reject);
  });
  return {
    socket,
    heard,
    get ended() {
      return ended;
    },
    say: text => socket.write(`${text}\n`),
    hears: count => hearsOn(heard, count),
    ends: () => until(() => ended, 'the server ends the connection'),
    vanish: () => (ca === undefined ? socket.resetAndDestroy() : socket.destroy()),
  };
}

/** Opens a WebSocket. */
export async function wsClient(
  url: string,
  options: WebSocket.ClientOptions = {},
): Promise<RawClient & { readonly socket: WebSocket }> {
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/rpc`, options);
  const heard: unknown[] = [];
  let code: number | undefined;
  socket.on('message', data => heard.push(JSON.parse(String(data))));
  socket.on('close', closeCode => {
    code = closeCode;
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  socket.on('error', () => undefined);
  return {
    socket,
    heard,
    get code() {
      return code;
    },
    get ended() {
      return code !== undefined;
    },
    say: text => socket.send(text),
    hears: count => hearsOn(heard, count),
    ends: () => until(() => code !== undefined, 'the server ends the connection'),
    vanish: () => socket.terminate(),
  };
}

async function hearsOn(heard: readonly unknown[], count: number): Promise<unknown[]> {
  await until(() => heard.length >= count, `${count} messages came`);
  return [...heard];
}

/** A call as it goes over the wire. */
export const call = (id: unknown, method = 'echo', params: object = {}): string =>
  JSON.stringify({ jsonrpc: '2.0', id, method, params });

import { UsageError } from '@bus/line';
import { expect, it, vi } from 'vitest';
import { serverConnector } from './server-connector.js';

const sockets = vi.hoisted(() => ({ urls: [] as string[] }));
vi.mock('ws', () => ({
  default: class {
    constructor(url: string) {
      sockets.urls.push(url);
    }
  },
}));

const sink = { opened: () => undefined, message: () => undefined, closed: () => undefined };

it.each([
  ['ws://plant:80', 'ws://plant:80/rpc'],
  ['wss://panel.example:443/bus/rpc', 'wss://panel.example:443/bus/rpc'],
  ['WS://[::1]:80/', 'ws://[::1]:80/rpc'],
  ['ws://plant', 'ws://plant:8044/rpc'],
  ['wss://plant:9000/rpc', 'wss://plant:9000/rpc'],
])('a WebSocket goes to the port of %s, also to the usual one of the web', (url, wanted) => {
  sockets.urls.length = 0;
  serverConnector(url)(sink);
  expect(sockets.urls).toEqual([wanted]);
});

it.each(['ftp://plant:21', 'http://plant:8044', 'localhost:8045', 'constructor://plant:1', 'plant'])(
  '%s is no URL of a server',
  url => expect(() => serverConnector(url)).toThrow(UsageError),
);

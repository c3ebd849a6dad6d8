import { UsageError } from '@bus/line';
import WebSocket from 'ws';
import type { Connector } from '../client/connector.js';
import { type WebSocketLike, webSocketConnector } from '../client/web-socket-connector.js';
import { type ClientTls, tcpConnector } from './tcp-connector.js';

/** Ports of a server that was told none. */
const PORTS: Readonly<Record<string, number>> = { 'tcp:': 8045, 'tls:': 8045, 'ws:': 8044, 'wss:': 8044 };

/**
 * The connector for a server's URL.
 *
 * @param url `tcp://127.0.0.1:8045`, `tls://…`, `ws://127.0.0.1:8044/rpc`, `wss://…`; ports and `/rpc` may be left out.
 * @throws {UsageError} it is no such URL.
 */
export function serverConnector(url: string, tls: ClientTls = {}): Connector {
  const hint = 'Give it as tcp://127.0.0.1:8045, tls://…, ws://127.0.0.1:8044/rpc or wss://…';
  if (!URL.canParse(url)) throw new UsageError(`${url} is no URL of a server`, { hint });
  const { protocol, hostname, pathname } = new URL(url);
  const usual = Object.hasOwn(PORTS, protocol) ? PORTS[protocol] : undefined;
  if (usual === undefined || hostname === '') throw new UsageError(`${url} is no URL of a server`, { hint });
  const given = portIn(url);
  const port = given === '' ? usual : Number(given);
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  if (protocol === 'tcp:') return tcpConnector({ host, port });
  if (protocol === 'tls:') return tcpConnector({ host, port, tls });
  const path = pathname === '/' ? '/rpc' : pathname;
  return webSocketConnector(`${protocol}//${hostname}:${port}${path}`, webSocketClass(tls));
}

/** The port as it was given: of a WebSocket's URL, 80 and 443 are taken for left out, and ours are others. */
const portIn = (url: string): string => new URL(url.trim().replace(/^wss?:/i, 'tcp:')).port;

/** `ws`, trusting whom it is told to. */
function webSocketClass(tls: ClientTls): new (url: string) => WebSocketLike {
  return class extends WebSocket {
    constructor(url: string) {
      super(url, { ...tls, perMessageDeflate: false });
    }
  } as unknown as new (
    url: string,
  ) => WebSocketLike;
}

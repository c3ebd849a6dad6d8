import { createServer as createHttpServer, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { Socket } from 'node:net';
import { ANTEROOM, type Door, type House } from './door.js';
import { listen } from './listen.js';
import { serveFiles } from './serve-files.js';
import { visitorCheck } from './visitor-check.js';
import { webFiles } from './web-files.js';
import { websocketUpgrade } from './websocket-upgrade.js';

/** A browser keeps up to six connections for the files of one page. */
const PER_PAGE = 7;

/**
 * Opens the door for browsers: the page, and WebSockets.
 *
 * @param port 0 takes a free one.
 * @param webRoot folder of the page.
 * @throws {TransportError} `open-failed`
 */
export async function openHttpDoor(
  house: House,
  port: number,
  webRoot: string,
  origins: readonly string[],
): Promise<Door> {
  const { limits, tls } = house;
  const visitors = visitorCheck(house.host, origins);
  const serve = serveFiles(await webFiles(webRoot), visitors);
  const timing = {
    headersTimeout: limits.patience,
    requestTimeout: limits.patience,
    connectionsCheckingInterval: Math.min(1000, limits.patience),
    keepAliveTimeout: 5000,
    noDelay: true,
  };
  const server: Server =
    tls === undefined
      ? createHttpServer(timing, serve)
      : createHttpsServer({ ...timing, ...tls, handshakeTimeout: limits.patience }, serve);
  server.maxConnections = limits.clients * PER_PAGE + ANTEROOM;
  server.maxHeadersCount = 64;
  // For those who do not take their answer; a WebSocket has its own ways.
  server.setTimeout(30_000);
  server.on('upgrade', websocketUpgrade(house, visitors));
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  const url = await listen(server, house, port, tls === undefined ? 'http' : 'https');
  return {
    url,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

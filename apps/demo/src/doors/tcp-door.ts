import { createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { RpcCode } from '../protocol/index.js';
import { ANTEROOM, type Door, FAREWELL, type House } from './door.js';
import { listen } from './listen.js';
import { TcpCarrier } from './tcp-carrier.js';

/** Milliseconds of silence after which the system looks whether the far side is still there. */
const KEEP_ALIVE = 15_000;

/**
 * Opens the door for JSON lines over TCP, or over TLS.
 *
 * @param port 0 takes a free one.
 * @throws {TransportError} `open-failed`
 */
export async function openTcpDoor(house: House, port: number): Promise<Door> {
  const sockets = new Set<Socket>();
  const welcome = (socket: Socket): void => receive(socket, house);
  const server: Server =
    house.tls === undefined
      ? createTcpServer({ keepAlive: true, keepAliveInitialDelay: KEEP_ALIVE, noDelay: true }, welcome)
      : createTlsServer({ ...house.tls, handshakeTimeout: house.limits.patience }, welcome);
  server.maxConnections = house.limits.clients + ANTEROOM;
  // With TLS these are the connections below it, which exist before their handshake.
  server.on('connection', (socket: Socket) => {
    socket.setKeepAlive(true, KEEP_ALIVE).setNoDelay(true);
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  const url = await listen(server, house, port, house.tls === undefined ? 'tcp' : 'tls');
  return {
    url,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function receive(socket: Socket, house: House): void {
  const release = house.guests.admit();
  if (release === undefined) {
    turnAway(socket, house);
    return;
  }
  socket.on('close', release);
  new TcpCarrier(socket, house);
}

function turnAway(socket: Socket, { limits, clock }: House): void {
  const error = { code: RpcCode.TOO_MANY_CLIENTS, message: `the server takes ${limits.clients} clients` };
  const timer = clock.setTimer(() => socket.destroy(), FAREWELL);
  socket.on('error', () => undefined);
  socket.on('close', () => clock.clearTimer(timer));
  socket.end(`${JSON.stringify({ jsonrpc: '2.0', id: null, error })}\n`);
  socket.resume();
}

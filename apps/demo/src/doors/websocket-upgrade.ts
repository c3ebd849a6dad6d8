import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { FAREWELL, type House } from './door.js';
import type { VisitorCheck } from './visitor-check.js';
import { WebSocketCarrier } from './websocket-carrier.js';

/** Where the WebSocket is found. */
export const RPC_PATH = '/rpc';

/** Turns HTTP connections into WebSockets, where whoever asks may have one. */
export function websocketUpgrade(
  house: House,
  visitors: VisitorCheck,
): (request: IncomingMessage, socket: Duplex, head: Buffer) => void {
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: house.limits.messageBytes,
    perMessageDeflate: false,
    // One message per turn of the event loop, so that nobody starves the others.
    allowSynchronousEvents: false,
  });
  return (request, socket, head) => {
    socket.on('error', () => undefined);
    const refused = refusal(request, visitors);
    if (refused !== undefined) refuse(socket, refused);
    else server.handleUpgrade(request, socket, head, webSocket => receive(webSocket, request, house));
  };
}

function refusal(request: IncomingMessage, visitors: VisitorCheck): number | undefined {
  if (!visitors.hostIsOurs(request)) return 421;
  if (request.url?.replace(/\?.*$/s, '') !== RPC_PATH) return 404;
  return visitors.originMayEnter(request) ? undefined : 403;
}

function refuse(socket: Duplex, status: number): void {
  const line = `HTTP/1.1 ${status} ${STATUS_CODES[status]}`;
  socket.once('finish', () => socket.destroy());
  socket.end(`${line}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

function receive(
  socket: WebSocket,
  { socket: { remoteAddress, remotePort } }: IncomingMessage,
  house: House,
): void {
  const release = house.guests.admit();
  if (release === undefined) {
    turnAway(socket, house);
    return;
  }
  socket.on('close', release);
  new WebSocketCarrier(socket, house, `${remoteAddress}:${remotePort}`);
}

function turnAway(socket: WebSocket, { limits, clock }: House): void {
  const timer = clock.setTimer(() => socket.terminate(), FAREWELL);
  socket.on('error', () => undefined);
  socket.on('close', () => clock.clearTimer(timer));
  socket.close(1013, `the server takes ${limits.clients} clients`);
}

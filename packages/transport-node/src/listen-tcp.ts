import type { Transport } from '@bus/line';
import { acceptConnections, type TcpListener } from './accept-connections.js';
import { acceptedTransport } from './accepted-transport.js';
import { completeListenSettings, type ListenSettings } from './listen-settings.js';
import type { PeerInfo } from './peer-info.js';

/**
 * Accepts plain TCP connections. Each is given as a transport that is connected already; bytes that arrive before its
 * `open` wait in the socket. It can be opened once.
 *
 * @example
 * const listener = await listenTcp({ port: 5020 }, (transport, peer) => {
 *   console.log(`${peer} is connected`);
 *   transport.open({ data: bytes => transport.write(bytes), closed: () => console.log(`${peer} is gone`) });
 * });
 *
 * @param onConnection gets the transport, its peer as `address:port`, and the same in parts
 * @throws {UsageError} a setting is out of range.
 * @throws {TransportError} `open-failed`: the port is taken, or may not be used.
 */
export async function listenTcp(
  settings: ListenSettings,
  onConnection: (transport: Transport, peer: string, info: PeerInfo) => void,
): Promise<TcpListener> {
  const all = completeListenSettings(settings);
  return await acceptConnections('tcp', all, { pauseOnConnect: true }, (socket, connection) => {
    onConnection(acceptedTransport('tcp', socket, connection, all), connection.peer, connection.info);
  });
}

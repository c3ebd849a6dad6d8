import { once } from 'node:events';
import { createServer, type Server, type ServerOpts, type Socket } from 'node:net';
import { TransportError } from '@bus/line';
import type { Connection } from './connection.js';
import { ConnectionGate } from './connection-gate.js';
import { hostPort } from './host-port.js';
import type { CompleteListenSettings } from './listen-settings.js';

/** A listener that is listening. */
export interface TcpListener {
  /** The port that it listens on. */
  readonly port: number;
  /** Stops listening and ends all connections that it accepted. */
  close(): Promise<void>;
}

/**
 * Listens, and hands over each connection that the settings admit.
 *
 * @param kind for messages: `tcp` or `tls`
 * @throws {TransportError} `open-failed`: the port is taken, or may not be used.
 */
export async function acceptConnections(
  kind: string,
  settings: CompleteListenSettings,
  options: ServerOpts,
  onAccepted: (socket: Socket, connection: Connection) => void,
): Promise<TcpListener> {
  const { host, port, onError } = settings;
  const gate = new ConnectionGate(kind, settings);
  const server = createServer({ ...options, noDelay: true, keepAlive: true }, socket => {
    const connection = gate.admit(socket);
    if (connection) onAccepted(socket, connection);
  });
  await listening(server, host, port);
  // Such as no descriptor being left for one more connection.
  server.on('error', cause => {
    onError(new TransportError('open-failed', `${kind}: accepting failed: ${cause.message}`, { cause }), '');
  });
  const address = server.address();
  let closed: Promise<unknown> | undefined;
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    close: async () => {
      if (closed === undefined) {
        closed = once(server, 'close');
        server.close();
        gate.closeAll();
      }
      await closed;
    },
  };
}

async function listening(server: Server, host: string, port: number): Promise<void> {
  try {
    server.listen({ host, port });
    await once(server, 'listening');
  } catch (error) {
    throw listenError(hostPort(host, port), error);
  }
}

function listenError(where: string, cause: unknown): TransportError {
  const { code, message } = cause as NodeJS.ErrnoException;
  const hints: Record<string, string> = {
    EADDRINUSE: 'Another program listens there; choose another port.',
    EACCES: 'Ports below 1024 need a special right; choose a higher one, such as 5020.',
    EADDRNOTAVAIL: 'This machine has no such address.',
  };
  return new TransportError('open-failed', `cannot listen on ${where}: ${message}`, {
    hint: hints[code ?? ''] ?? 'Choose another address or port.',
    cause,
  });
}

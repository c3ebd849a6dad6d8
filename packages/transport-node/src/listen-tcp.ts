import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { type Transport, TransportError, UsageError } from '@bus/line';
import { ChannelTransport } from './channel-transport.js';
import { hostPort } from './host-port.js';
import { SocketChannel } from './socket-channel.js';

/** Where to listen. */
export interface ListenSettings {
  /** Address to listen on; `127.0.0.1` by default, which only this machine reaches. */
  host?: string;
  /** 0..65535; 0, the default, takes a free one. */
  port?: number;
}

/** A listener that is listening. */
export interface TcpListener {
  /** The port that it listens on. */
  readonly port: number;
  /** Stops listening and ends all connections that it accepted. */
  close(): Promise<void>;
}

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
 * @throws {TransportError} `open-failed`: the port is taken, or may not be used.
 */
export async function listenTcp(
  settings: ListenSettings,
  onConnection: (transport: Transport, peer: string) => void,
): Promise<TcpListener> {
  const { host = '127.0.0.1', port = 0 } = settings;
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new UsageError(`port must be an integer from 0 to 65535, not ${port}`);
  const sockets = new Set<Socket>();
  const server = createServer({ pauseOnConnect: true, noDelay: true, keepAlive: true }, socket => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    const peer = hostPort(socket.remoteAddress ?? '', socket.remotePort ?? 0);
    onConnection(acceptedTransport(socket, peer), peer);
  });
  try {
    server.listen({ host, port });
    await once(server, 'listening');
  } catch (error) {
    throw listenError(hostPort(host, port), error);
  }
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    close: async () => {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function acceptedTransport(socket: Socket, peer: string): Transport {
  const name = `tcp from ${peer}`;
  let channel: SocketChannel | undefined = new SocketChannel(socket);
  return new ChannelTransport({ name, characterTime: 0 }, async () => {
    const taken = channel;
    channel = undefined;
    if (taken) return taken;
    throw new TransportError('open-failed', `${name} was an accepted connection and cannot be opened again`, {
      facts: { medium: name },
      hint: 'Wait until the peer connects anew.',
    });
  });
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

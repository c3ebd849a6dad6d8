import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';

/**
 * A port of this machine at which nobody listens, and nobody else can begin to: a connection from it to elsewhere holds it
 * until `close`. One that was merely free a moment ago could by now be somebody's.
 */
export async function refusedPort(): Promise<{ port: number; close(): Promise<void> }> {
  const server = createServer(socket => socket.on('error', () => undefined));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  await once(socket, 'connect');
  const port = socket.localPort!;
  return {
    port,
    close: async () => {
      const closed = once(server, 'close');
      socket.destroy();
      server.close();
      await closed;
    },
  };
}

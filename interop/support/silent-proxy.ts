import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** What becomes of a new connection: it is passed on, swallowed, ended at once, or flooded with rubbish. */
export type ProxyMode = 'forward' | 'swallow' | 'hang-up' | 'flood';

/**
 * Stands between a client and a server, and behaves as networks do at their worst: connections that it forgets stay open
 * for the client, and whatever is sent there vanishes without a word.
 */
export class SilentProxy {
  /** What becomes of connections from now on. */
  mode: ProxyMode = 'forward';
  /** Connections that were accepted. */
  accepted = 0;
  readonly #server: Server;
  readonly #target: number;
  readonly #links = new Map<Socket, Socket | undefined>();

  private constructor(target: number) {
    this.#target = target;
    this.#server = createServer(socket => this.#accept(socket));
  }

  /** @param target port of the server on this machine. */
  static async open(target: number): Promise<SilentProxy> {
    const proxy = new SilentProxy(target);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Connections of clients that are open, as far as they know. */
  get open(): number {
    return this.#links.size;
  }

  /** Forgets the connections that there are: the server loses them, and the client is not told. */
  forget(): void {
    for (const [client, server] of this.#links) {
      client.removeAllListeners('data');
      client.on('data', () => undefined);
      server?.destroy();
      this.#links.set(client, undefined);
    }
  }

  async dispose(): Promise<void> {
    this.#server.close();
    for (const [client, server] of this.#links) {
      client.destroy();
      server?.destroy();
    }
    await once(this.#server, 'close');
  }

  #accept(client: Socket): void {
    this.accepted += 1;
    client.on('error', () => undefined);
    client.on('close', () => {
      this.#links.get(client)?.destroy();
      this.#links.delete(client);
    });
    this.#links.set(client, undefined);
    if (this.mode === 'hang-up') client.destroy();
    else if (this.mode === 'flood') flood(client);
    else if (this.mode === 'swallow') client.on('data', () => undefined);
    else this.#forward(client);
  }

  #forward(client: Socket): void {
    const server = connect(this.#target, '127.0.0.1');
    this.#links.set(client, server);
    server.on('error', () => undefined);
    server.on('close', () => {
      // Unless it was forgotten before.
      if (this.#links.get(client) === server) client.destroy();
    });
    client.on('data', (chunk: Buffer) => server.write(chunk));
    server.on('data', (chunk: Buffer) => client.write(chunk));
  }
}

/** Sends rubbish as fast as it is taken. */
function flood(client: Socket): void {
  const rubbish = Buffer.alloc(65_536, 0x55);
  const more = (): void => {
    while (!client.destroyed && client.write(rubbish));
  };
  client.on('drain', more);
  client.on('data', () => undefined);
  more();
}

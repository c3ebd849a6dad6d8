import type { Socket } from 'node:net';
import { TransportError } from '@bus/line';
import { plainAddress } from './address-list.js';
import { Connection } from './connection.js';
import { hostPort } from './host-port.js';
import type { CompleteListenSettings } from './listen-settings.js';

/** Who is let in, and who has to go for it. */
export class ConnectionGate {
  /** The one that has been silent for longest comes first. */
  readonly #connections = new Set<Connection>();
  /** How many there are of each address. */
  readonly #counts = new Map<string, number>();
  readonly #kind: string;
  readonly #settings: CompleteListenSettings;

  /** @param kind for messages: `tcp` or `tls` */
  constructor(kind: string, settings: CompleteListenSettings) {
    this.#kind = kind;
    this.#settings = settings;
  }

  /** The connection, or undefined when it was turned away. */
  admit(socket: Socket): Connection | undefined {
    // Whoever takes the connection looks at its errors as well; they must not end the process before.
    socket.on('error', () => undefined);
    const info = { address: plainAddress(socket.remoteAddress ?? ''), port: socket.remotePort ?? 0 };
    const { allow, maxConnections, maxPerAddress, idleTimeout } = this.#settings;
    const peer = hostPort(info.address, info.port);
    if (allow && !allow.has(info.address)) return this.#refuse(socket, peer, 'its address is not allowed');
    // Where one of its own address has to give way, nobody else has to.
    const own = this.#countOf(info.address) >= maxPerAddress ? info.address : undefined;
    if (this.#connections.size >= maxConnections && !this.#makeRoom(own))
      return this.#refuse(socket, peer, `there are ${maxConnections} connections already`);
    const here = this.#countOf(info.address);
    if (here >= maxPerAddress && !this.#makeRoom(info.address))
      return this.#refuse(socket, peer, `its address has ${here} connections already`);
    const connection = new Connection(socket, info, idleTimeout, touched => {
      if (this.#connections.delete(touched)) this.#connections.add(touched);
    });
    this.#connections.add(connection);
    this.#counts.set(info.address, this.#countOf(info.address) + 1);
    socket.once('close', () => this.#remove(connection));
    return connection;
  }

  /** Ends all of them. */
  closeAll(): void {
    for (const connection of this.#connections) connection.drop('the listener was closed');
  }

  #countOf(address: string): number {
    return this.#counts.get(address) ?? 0;
  }

  #remove(connection: Connection): void {
    if (!this.#connections.delete(connection)) return;
    const { address } = connection.info;
    const left = (this.#counts.get(address) ?? 1) - 1;
    if (left > 0) this.#counts.set(address, left);
    else this.#counts.delete(address);
  }

  #refuse(socket: Socket, peer: string, why: string): undefined {
    socket.destroy();
    const error = new TransportError('open-failed', `${this.#kind} from ${peer} was refused: ${why}`, {
      facts: { medium: `${this.#kind} from ${peer}` },
    });
    this.#settings.onError(error, peer);
  }

  /**
   * Ends the connection that has been silent for longest, where that is how it is done: of this address, or of those
   * that have the most.
   */
  #makeRoom(address?: string): boolean {
    if (this.#settings.whenFull === 'refuse') return false;
    const most = Math.max(...this.#counts.values());
    for (const connection of this.#connections) {
      const { address: its } = connection.info;
      if (address === undefined ? this.#counts.get(its) !== most : its !== address) continue;
      this.#remove(connection);
      connection.drop('it gave way to a newer connection');
      return true;
    }
    return false;
  }
}

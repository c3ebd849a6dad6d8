import type { Socket } from 'node:net';
import { hostPort } from './host-port.js';
import type { PeerInfo } from './peer-info.js';

/** An accepted connection, from the first packet to its end. */
export class Connection {
  readonly info: PeerInfo;
  /** `address:port`. */
  readonly peer: string;
  #socket: Socket;
  readonly #onTouch: (connection: Connection) => void;
  readonly #idleTimer: NodeJS.Timeout | undefined;

  /**
   * @param idleTimeout milliseconds of silence that end it; 0 for never
   * @param onTouch told of each sign of life
   */
  constructor(
    socket: Socket,
    info: PeerInfo,
    idleTimeout: number,
    onTouch: (connection: Connection) => void,
  ) {
    this.#socket = socket;
    this.info = info;
    this.peer = hostPort(info.address, info.port);
    this.#onTouch = onTouch;
    if (idleTimeout > 0)
      this.#idleTimer = setTimeout(() => this.drop(`it was silent for ${idleTimeout} ms`), idleTimeout);
    socket.once('close', () => clearTimeout(this.#idleTimer));
  }

  /** From now on the bytes go through another socket, which lies over the first. */
  cover(socket: Socket): void {
    this.#socket = socket;
  }

  /** Bytes went one way or the other. */
  touch(): void {
    this.#idleTimer?.refresh();
    this.#onTouch(this);
  }

  /** Ends it from this side. */
  drop(why: string): void {
    this.#socket.destroy(new Error(why));
  }
}

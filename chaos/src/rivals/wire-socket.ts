import { once } from 'node:events';
import { Socket } from 'node:net';
import type { WireEnd } from '../subject.js';

type Done = (error?: Error | null) => void;
interface Chunk {
  readonly chunk: Buffer | string;
  readonly encoding: BufferEncoding;
}
type Timeout = ReturnType<typeof setTimeout>;

/**
 * A socket whose connection is a wire. What clients use of a socket behaves as the platform's own: its events and their
 * order, its states, its idle timer. That the other side is gone is always a reset here.
 */
export class WireSocket extends Socket {
  readonly #wire: WireEnd;
  #sending: Promise<unknown> = Promise.resolve();
  #idle: Timeout | undefined;

  constructor(wire: WireEnd) {
    super();
    this.#wire = wire;
  }

  /** Connects to the wire, whatever address is given. */
  override connect(): this {
    this.#setConnecting(true);
    this.#wire
      .open(
        chunk => {
          this.#idle?.refresh();
          this.push(Buffer.from(chunk));
        },
        error => this.destroy(coded('ECONNRESET', error?.message)),
      )
      .then(
        () => {
          this.#setConnecting(false);
          this.emit('connect');
          this.emit('ready');
        },
        error => this.destroy(coded('ECONNREFUSED', (error as Error).message)),
      );
    return this;
  }

  override setTimeout(milliseconds: number, callback?: () => void): this {
    clearTimeout(this.#idle);
    this.#idle = undefined;
    if (callback !== undefined) this.once('timeout', callback);
    if (milliseconds > 0) this.#idle = setTimeout(() => this.emit('timeout'), milliseconds);
    return this;
  }

  override _read(): void {
    // What comes is pushed as it comes.
  }

  override _write(chunk: Buffer | string, encoding: BufferEncoding, done: Done): void {
    if (this.connecting) {
      this.once('connect', () => this._write(chunk, encoding, done));
      return;
    }
    this.#idle?.refresh();
    const bytes = Uint8Array.from(typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk);
    // The system has the bytes now; that the connection is gone is told by its own event.
    this.#sending = this.#sending.then(() => this.#wire.write(bytes)).catch(() => undefined);
    done();
  }

  override _writev(chunks: readonly Chunk[], done: Done): void {
    const last = chunks.length - 1;
    for (const [index, { chunk, encoding }] of chunks.entries())
      this._write(chunk, encoding, index === last ? done : () => undefined);
  }

  /** The other side answers the end with its own. */
  override _final(done: Done): void {
    const ended = () => {
      this.push(null);
      done();
    };
    this.#sending.then(() => this.#wire.close()).then(ended, ended);
  }

  override _destroy(error: Error | null, done: Done): void {
    this.#setConnecting(false);
    clearTimeout(this.#idle);
    const closed = () => {
      done(error);
      process.nextTick(() => this.emit('close', error !== null));
    };
    this.#wire.close().then(closed, closed);
  }

  #setConnecting(connecting: boolean): void {
    (this as { connecting: boolean }).connecting = connecting;
  }
}

/** A socket that is connected to the wire; rejects as the socket does. */
export async function connectSocket(wire: WireEnd): Promise<WireSocket> {
  const socket = new WireSocket(wire);
  socket.connect();
  await once(socket, 'connect');
  return socket;
}

function coded(code: string, message = 'the connection is gone'): Error {
  return Object.assign(new Error(`${code}: ${message}`), { code });
}

import type { Socket } from 'node:net';
import type { Timer } from '@bus/line';
import type { Carrier } from './carrier.js';
import { FAREWELL, type House } from './door.js';
import { LineSplitter } from './line-splitter.js';
import { RpcSession } from './rpc-session.js';

/** Messages, and bytes of them, that are taken from one connection before the others have their turn. */
const [AT_ONCE, BYTES_AT_ONCE] = [16, 16_384];

/** Bytes that are still read of a connection that was ended. */
const THROWN_AWAY = 262_144;

/** What browsers begin with: a page elsewhere can make them send a body that reads like calls. */
const HTTP_REQUEST = /^[A-Z]+ \S* ?HTTP\/\d/;

/** Carries messages over a TCP or TLS connection: one on each line. */
export class TcpCarrier implements Carrier {
  readonly name: string;
  readonly #socket: Socket;
  readonly #house: House;
  readonly #splitter: LineSplitter;
  readonly #decoder = new TextDecoder('utf-8', { fatal: true });
  readonly #session: RpcSession;
  #halfMessage: Timer | undefined;
  #farewell: Timer | undefined;
  #isFirst = true;
  #over = false;
  #thrownAway = 0;

  constructor(socket: Socket, house: House) {
    this.#socket = socket;
    this.#house = house;
    this.name = `tcp ${socket.remoteAddress}:${socket.remotePort}`;
    this.#splitter = new LineSplitter(house.limits.messageBytes);
    this.#session = new RpcSession(this, house);
    socket.on('data', chunk => this.#take(chunk));
    socket.on('end', () => {
      this.#gone();
      // It may not take what it was sent any more, and would keep its place for ever.
      this.end();
    });
    // What went wrong does not matter: `close` follows.
    socket.on('error', () => this.#gone());
    socket.on('close', () => {
      this.#gone();
      house.clock.clearTimer(this.#farewell);
    });
  }

  get backlog(): number {
    return this.#socket.writableLength;
  }

  send(text: string): void {
    if (this.#socket.writable) this.#socket.write(`${text}\n`);
  }

  end(): void {
    this.#stop();
    this.#socket.end();
    // Read on, so as to see the far side go.
    this.#socket.resume();
    this.#farewell ??= this.#house.clock.setTimer(() => this.#socket.destroy(), FAREWELL);
  }

  drop(): void {
    this.#stop();
    this.#socket.destroy();
  }

  #take(chunk: Uint8Array): void {
    if (this.#over) {
      this.#throwAway(chunk);
      return;
    }
    this.#splitter.push(chunk);
    this.#work();
  }

  /** What comes after the end costs nothing from a certain amount on: it stays where it is until the connection is cut. */
  #throwAway(chunk: Uint8Array): void {
    this.#thrownAway += chunk.length;
    if (this.#thrownAway > THROWN_AWAY) this.#socket.pause();
  }

  /** Takes some messages, and the rest when others had their turn. */
  #work(): void {
    let bytes = 0;
    for (let count = 0; count < AT_ONCE && bytes < BYTES_AT_ONCE; count += 1) {
      if (this.#over) return;
      const line = this.#splitter.next();
      if (line === undefined) {
        if (this.#splitter.partial > 0) this.#expectRest();
        this.#socket.resume();
        return;
      }
      this.#stopWaiting();
      if (line === 'too-long')
        this.#session.refuse(`a message is longer than ${this.#house.limits.messageBytes} bytes`, 1009);
      else this.#message(line);
      bytes += line.length;
    }
    this.#socket.pause();
    setImmediate(() => this.#work());
  }

  #message(line: Uint8Array): void {
    const text = this.#decode(line);
    if (this.#isFirst && text !== undefined && HTTP_REQUEST.test(text))
      this.#session.refuse('this is no HTTP server: one JSON-RPC message per line is expected');
    else this.#session.message(text);
    this.#isFirst = false;
  }

  #decode(line: Uint8Array): string | undefined {
    try {
      return this.#decoder.decode(line);
    } catch {
      return undefined;
    }
  }

  #expectRest(): void {
    const { clock, limits } = this.#house;
    this.#halfMessage ??= clock.setTimer(
      () => this.#session.refuse(`half a message, and no more of it within ${limits.patience} ms`),
      limits.patience,
    );
  }

  #stopWaiting(): void {
    this.#house.clock.clearTimer(this.#halfMessage);
    this.#halfMessage = undefined;
  }

  #stop(): void {
    this.#over = true;
    this.#stopWaiting();
  }

  #gone(): void {
    this.#stop();
    this.#session.left();
  }
}

import type { Timer } from '@bus/line';
import type { WebSocket } from 'ws';
import type { Carrier, Ending } from './carrier.js';
import { FAREWELL, type House } from './door.js';
import { RpcSession } from './rpc-session.js';

/** Milliseconds between two pings; a connection that did not answer one is dropped at the next. */
export const PING = 15_000;

/** Carries messages over a WebSocket: one in each text frame. */
export class WebSocketCarrier implements Carrier {
  readonly name: string;
  readonly #socket: WebSocket;
  readonly #house: House;
  readonly #session: RpcSession;
  #ping: Timer | undefined;
  #farewell: Timer | undefined;
  #alive = true;

  constructor(socket: WebSocket, house: House, peer: string) {
    this.#socket = socket;
    this.#house = house;
    this.name = `websocket ${peer}`;
    this.#session = new RpcSession(this, house);
    socket.on('message', (data, isBinary) => {
      if (isBinary) this.#session.refuse('messages go as text, not as binary frames', 1003);
      else this.#session.message(data.toString());
    });
    socket.on('pong', () => {
      this.#alive = true;
    });
    // A frame that is too long or broken: the socket says so to the far side, and closes.
    socket.on('error', () => this.#gone());
    socket.on('close', () => {
      this.#gone();
      house.clock.clearTimer(this.#farewell);
    });
    this.#watch();
  }

  get backlog(): number {
    return this.#socket.bufferedAmount;
  }

  send(text: string): void {
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(text, () => undefined);
  }

  end({ code, reason }: Ending): void {
    this.#stop();
    this.#socket.close(code, reason.slice(0, 120));
    this.#farewell ??= this.#house.clock.setTimer(() => this.#socket.terminate(), FAREWELL);
  }

  drop(): void {
    this.#stop();
    this.#socket.terminate();
  }

  #watch(): void {
    this.#ping = this.#house.clock.setTimer(() => {
      if (!this.#alive) {
        this.drop();
        return;
      }
      this.#alive = false;
      this.#socket.ping();
      this.#watch();
    }, PING);
  }

  #stop(): void {
    this.#house.clock.clearTimer(this.#ping);
  }

  #gone(): void {
    this.#stop();
    this.#session.left();
  }
}

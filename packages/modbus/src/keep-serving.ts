import { type Clock, systemClock, type Timer, type Transport } from '@bus/line';
import type { ModbusServer } from './server/modbus-server.js';
import type { Served } from './server/served.js';
import type { ServeOptions } from './server/server-options.js';

/** Milliseconds before the first attempt to open a lost port again; doubled from attempt to attempt, up to the last. */
const FIRST_ATTEMPT = 100;
const LAST_ATTEMPT = 2000;

/**
 * Serves a port, and serves it again when it is back after a loss.
 *
 * @returns what ends it.
 * @throws {TransportError} the port can't be opened now.
 */
export async function keepServing(
  server: ModbusServer,
  transport: Transport,
  options: ServeOptions,
): Promise<() => Promise<void>> {
  const { clock = systemClock } = options;
  const port = new KeptPort(server, transport, options, clock);
  await port.open();
  return () => port.close();
}

class KeptPort {
  readonly #server: ModbusServer;
  readonly #transport: Transport;
  readonly #options: ServeOptions;
  readonly #clock: Clock;
  #served: Served | undefined;
  #opening: Promise<void> | undefined;
  #timer: Timer | undefined;
  #closed = false;

  constructor(server: ModbusServer, transport: Transport, options: ServeOptions, clock: Clock) {
    this.#server = server;
    this.#transport = transport;
    this.#options = options;
    this.#clock = clock;
  }

  async open(): Promise<void> {
    const served = await this.#server.serve(this.#transport, this.#options);
    this.#served = served;
    void served.closed.then(() => this.#again(FIRST_ATTEMPT));
    if (this.#closed) await served.close();
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#timer !== undefined) this.#clock.clearTimer(this.#timer);
    // A port that is just being opened is not free before it was closed again.
    await this.#opening;
    await this.#served?.close();
  }

  #again(delay: number): void {
    if (this.#closed || this.#server.closed) return;
    this.#timer = this.#clock.setTimer(() => {
      this.#timer = undefined;
      this.#opening = this.open().catch(() => this.#again(Math.min(2 * delay, LAST_ATTEMPT)));
    }, delay);
  }
}

import { type Transport, UsageError } from '@bus/line';
import type { FramingChoice } from '../framing/framing-choice.js';
import { chosenFraming } from '../framing/framing-choice.js';
import { checkInteger } from '../pdu/checks.js';
import { DatagramDesk } from './datagram-desk.js';
import { Served } from './served.js';
import type { ServeOptions, ServerOptions } from './server-options.js';
import { UnitDirectory } from './unit-directory.js';

/**
 * The answering side of Modbus, on as many lines and connections as it is given.
 *
 * Each is served for itself: it has its own counters, its own listen-only mode and its own queue. Units and their
 * memories are shared.
 *
 * @example
 * const server = new ModbusServer({ units: { 1: new ServerUnit({ bank }) } });
 * await server.serve(serialTransport({ path: '/dev/ttyUSB1' }));
 */
export class ModbusServer {
  readonly #options: ServerOptions;
  readonly #units: UnitDirectory;
  readonly #served = new Set<Served>();
  #closed = false;

  /** @throws {UsageError} a unit's number or an option is out of range. */
  constructor(options: ServerOptions) {
    const { maxPending, frameTimeout, answerTimeout } = options;
    if (maxPending !== undefined) checkInteger('maxPending', maxPending, 1, 1000);
    if (frameTimeout !== undefined) checkInteger('frameTimeout', frameTimeout, 1, 3_600_000);
    if (answerTimeout !== undefined) checkInteger('answerTimeout', answerTimeout, 1, 3_600_000);
    this.#options = withQuietListener(options);
    this.#units = new UnitDirectory(options);
  }

  /** True once it was closed: it serves nobody any more. */
  get closed(): boolean {
    return this.#closed;
  }

  /** The lines and connections that are served now. */
  get served(): ReadonlySet<Served> {
    return this.#served;
  }

  /**
   * Opens a transport and answers on it, until it goes away or is closed.
   *
   * @throws {UsageError} the server is closed. @throws {TransportError} the transport can't be opened.
   *
   * @example const served = await server.serve(transport, { framing: 'ascii' });
   */
  async serve(transport: Transport, { framing = 'rtu', ...options }: ServeOptions = {}): Promise<Served> {
    if (this.#closed) throw new UsageError('the server is closed', { hint: 'Make a new one.' });
    const served = new Served(transport, {
      ...options,
      framing: chosenFraming(framing),
      units: this.#units,
      server: this.#options,
    });
    this.#served.add(served);
    void served.closed.then(() => this.#served.delete(served));
    try {
      await served.open();
    } catch (error) {
      this.#served.delete(served);
      throw error;
    }
    return served;
  }

  /**
   * Answers requests that come one in a datagram.
   *
   * @example
   * const desk = server.datagrams();
   * await listenUdp({ port: 502 }, async (datagram, reply) => {
   *   const answer = await desk.answer(datagram);
   *   if (answer) reply(answer);
   * });
   */
  datagrams(framing: FramingChoice = 'tcp'): DatagramDesk {
    return new DatagramDesk(chosenFraming(framing), this.#units, this.#options);
  }

  /** Stops answering everywhere and closes all transports. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(Array.from(this.#served, served => served.close()));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

/** One who is told of errors, and makes one, is not told of that: it may happen in a timer, where nobody would catch it. */
function withQuietListener(options: ServerOptions): ServerOptions {
  const { onError } = options;
  if (onError === undefined) return options;
  return {
    ...options,
    onError(error) {
      try {
        onError(error);
      } catch {
        // There is nobody left to tell.
      }
    },
  };
}

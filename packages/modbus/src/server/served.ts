import { Responder, type Transport } from '@bus/line';
import type { ModbusFraming } from '../framing/modbus-framing.js';
import type { CommCounters } from './comm-counters.js';
import { type Client, LineAnswering } from './line-answering.js';
import type { ServeOptions, ServerOptions } from './server-options.js';
import type { UnitDirectory } from './unit-directory.js';

/** What a served line takes from its server. */
export interface ServedSettings extends Omit<ServeOptions, 'framing'> {
  readonly framing: ModbusFraming;
  readonly units: UnitDirectory;
  readonly server: ServerOptions;
}

/** Milliseconds that a client gets for the rest of a request, unless the server says otherwise. */
const FRAME_TIMEOUT = 30_000;

/** A line or connection on which a server answers. */
export class Served {
  /** Who is connected, if that is known. */
  readonly peer: string | undefined;
  /** Resolves when the line is no longer served, whoever ended it. */
  readonly closed: Promise<void>;
  readonly #server: ServerOptions;
  readonly #transport: Transport;
  readonly #responder: Responder;
  readonly #answering: LineAnswering;
  readonly #gone = new AbortController();
  #ended: () => void = () => undefined;

  constructor(transport: Transport, settings: ServedSettings) {
    const { framing, units, server, peer, role, echo, delay, alone, clock } = settings;
    const client: Client = { peer, role, signal: this.#gone.signal };
    const answering = new LineAnswering(framing, units, server, { alone, clock });
    this.peer = peer;
    this.#server = server;
    this.#transport = transport;
    this.#answering = answering;
    this.closed = new Promise(resolve => {
      this.#ended = () => {
        this.#gone.abort(new Error('the connection was closed'));
        resolve();
      };
    });
    this.#responder = new Responder(transport, {
      framing,
      hears: frame => answering.hears(frame),
      answer: frame => this.#keepUp(answering.answer(frame.slice(), client)),
      refuse: frame => answering.refuse(frame, client),
      maxPending: server.maxPending ?? 16,
      onNoise: (bytes, begins) => answering.heardNoise(bytes.length, begins),
      onBroken: () => this.#drop(),
      onOverload: () => this.#overloaded(),
      ...(isConnection(transport) ? { frameTimeout: server.frameTimeout ?? FRAME_TIMEOUT } : {}),
      ...(server.onError === undefined ? {} : { onError: server.onError }),
      ...(echo === undefined ? {} : { echo }),
      ...(delay === undefined ? {} : { delay }),
      ...(clock === undefined ? {} : { clock }),
    });
  }

  /** @throws {TransportError} the transport can't be opened. */
  async open(): Promise<void> {
    await this.#responder.open(() => this.#ended());
  }

  /** Stops answering and closes the transport. */
  async close(): Promise<void> {
    await this.#responder.close();
    this.#ended();
  }

  /** What the unit of that number has counted on this line. */
  counters(unit: number): CommCounters {
    return this.#answering.counters(unit);
  }

  /** The next bytes are read with what the request may have changed the framing to. */
  #keepUp<T>(answer: T | Promise<T>): T | Promise<T> {
    const changed = (settled: T): T => {
      this.#responder.framing = this.#answering.framing;
      return settled;
    };
    return answer instanceof Promise ? answer.then(changed) : changed(answer);
  }

  /** A serial line stays; a client that does not take its answers goes. */
  #overloaded(): void {
    if (isConnection(this.#transport)) this.#drop();
  }

  #drop(): void {
    this.close().catch(error => this.#server.onError?.(error));
  }
}

/** What can be closed without taking the port from others. */
const isConnection = ({ medium }: Transport): boolean =>
  medium.characterTime === 0 && medium.datagrams !== true;

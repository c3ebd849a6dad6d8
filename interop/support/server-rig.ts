import { connect, type ModbusClient, type OpenOptions } from '@bus/modbus/node';
import { bytesSent } from './bytes-sent.ts';
import type { ForeignServer } from './foreign-servers.ts';
import { BAUD } from './peers.ts';
import { PtyPair } from './pty.ts';
import type { Served } from './served.ts';
import { isSerial, urlOf } from './wires.ts';

/** Somebody else's server, on a cable or on the network of this machine. */
export class ServerRig {
  readonly #server: ForeignServer;
  readonly #cable: PtyPair | undefined;
  #served: Served;
  #client: ModbusClient | undefined;

  private constructor(server: ForeignServer, cable: PtyPair | undefined, served: Served) {
    this.#server = server;
    this.#cable = cable;
    this.#served = served;
  }

  static async open(server: ForeignServer): Promise<ServerRig> {
    const cable = isSerial(server.wire) ? await PtyPair.open() : undefined;
    try {
      return new ServerRig(server, cable, await server.start(cable?.theirs ?? '0'));
    } catch (error) {
      await cable?.dispose();
      throw error;
    }
  }

  /** The port of this machine that the server listens on. */
  get port(): number {
    return this.#served.port;
  }

  /**
   * Our client of it, instead of the one before: some servers serve one connection at a time.
   *
   * @param port of something that passes the connection on.
   */
  async connect(options: OpenOptions = {}, port = this.port): Promise<ModbusClient> {
    await this.#client?.close();
    const url = urlOf(this.#server.wire, this.#cable?.ours ?? port);
    this.#client = await connect(url, { ...options, ...(this.#cable ? { baudRate: BAUD } : {}) });
    return this.#client;
  }

  stopServer(): Promise<void> {
    return this.#served.stop();
  }

  /**
   * Asks while the server is stopped. On a cable, what is sent then vanishes; a server that is started later would answer it
   * then, when something else is asked.
   */
  async askNobody(ask: () => Promise<unknown>): Promise<void> {
    const sent = await bytesSent(this.#client!, ask);
    await this.#cable?.vanish(sent);
  }

  /** Starts it anew in the same place, with fresh tables. */
  async startServer(): Promise<void> {
    this.#served = await this.#server.start(this.#cable?.theirs ?? String(this.port));
  }

  async dispose(): Promise<void> {
    await this.#client?.close();
    await this.#served.stop();
    await this.#cable?.dispose();
  }
}

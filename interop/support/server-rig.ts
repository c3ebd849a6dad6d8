import { Line, type LineOptions, type Transport } from '@bus/line';
import { ModbusClient } from '@bus/modbus';
import { serialTransport, tcpTransport } from '@bus/transport-node';
import type { ForeignServer } from './foreign-servers.ts';
import { BAUD } from './peers.ts';
import { PtyPair } from './pty.ts';
import type { Served } from './served.ts';

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
    if (server.medium !== 'serial') return new ServerRig(server, undefined, await server.start(0));
    const cable = await PtyPair.open();
    try {
      return new ServerRig(server, cable, await server.start(cable.theirs));
    } catch (error) {
      await cable.dispose();
      throw error;
    }
  }

  /** Our client of it, instead of the one before: some servers serve one connection at a time. */
  async connect(options: LineOptions = {}): Promise<ModbusClient> {
    await this.#client?.close();
    const line = new Line(this.#transport(), options);
    this.#client = new ModbusClient(line, { framing: this.#server.framing });
    await line.open();
    return this.#client;
  }

  #transport(): Transport {
    if (this.#cable !== undefined) return serialTransport({ path: this.#cable.ours, baudRate: BAUD });
    return tcpTransport({ host: '127.0.0.1', port: this.#served.port });
  }

  stopServer(): Promise<void> {
    return this.#served.stop();
  }

  /** Starts it anew in the same place, with fresh tables. */
  async startServer(): Promise<void> {
    const { port } = this.#served;
    this.#served = await (this.#server.medium === 'serial'
      ? this.#server.start(this.#cable!.theirs)
      : this.#server.start(port));
  }

  async dispose(): Promise<void> {
    await this.#client?.close();
    await this.#served.stop();
    await this.#cable?.dispose();
  }
}

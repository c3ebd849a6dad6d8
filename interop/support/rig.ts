import { connect, type ModbusClient, type OpenOptions } from '@bus/modbus/node';
import { bytesSent } from './bytes-sent.ts';
import { BAUD, type ServerName, servers } from './peers.ts';
import type { Program } from './program.ts';
import { PtyPair } from './pty.ts';

/** Somebody else's server on one end of a cable. */
export class Rig {
  readonly cable: PtyPair;
  readonly #name: ServerName;
  #server: Program;
  readonly #clients: ModbusClient[] = [];

  private constructor(cable: PtyPair, name: ServerName, server: Program) {
    this.cable = cable;
    this.#name = name;
    this.#server = server;
  }

  /** `blockSize`: most bytes that arrive in one piece; between two of them much time may pass then. */
  static async open(name: ServerName, blockSize?: number): Promise<Rig> {
    const cable = await PtyPair.open(blockSize);
    try {
      const patience = blockSize === undefined ? 0 : 20;
      return new Rig(cable, name, await servers[name](cable.theirs, patience));
    } catch (error) {
      await cable.dispose();
      throw error;
    }
  }

  /** Our client on the other end. */
  async connect(options: OpenOptions = {}): Promise<ModbusClient> {
    const client = await connect(this.cable.ours, { baudRate: BAUD, ...options });
    this.#clients.push(client);
    return client;
  }

  killServer(): Promise<void> {
    return this.#server.kill();
  }

  /** What is sent now vanishes; a server that is started later would answer it then, when something else is asked. */
  async sendsToNobody(client: ModbusClient, ask: () => Promise<unknown>): Promise<void> {
    await this.cable.vanish(await bytesSent(client, ask));
  }

  async startServer(): Promise<void> {
    this.#server = await servers[this.#name](this.cable.theirs);
  }

  async dispose(): Promise<void> {
    for (const client of this.#clients) await client.close();
    await this.#server.kill();
    await this.cable.dispose();
  }
}

import { type Listener, listen, MemoryBank, ModbusServer, ServerUnit } from '@bus/modbus/node';
import { TABLE_SIZE, valueAt, valuesAt } from './values.ts';

/** The register of an `OwnServer` that tests write. */
export const WRITTEN = TABLE_SIZE + 1;

/** A server of ours, unit 1, that can be taken away and brought back, with the same memory and at the same place. */
export class OwnServer {
  readonly bank = new MemoryBank({
    holdingRegisters: {
      ...Object.fromEntries(valuesAt(valueAt.holding, 0, TABLE_SIZE).entries()),
      [WRITTEN]: 0,
    },
  });
  readonly #server = new ModbusServer({ units: { 1: new ServerUnit({ bank: this.bank }) } });
  #listener: Listener | undefined;
  #url: string;

  private constructor(url: string) {
    this.#url = url;
  }

  /** @param url as `listen` takes it. */
  static async open(url: string): Promise<OwnServer> {
    const server = new OwnServer(url);
    await server.start();
    return server;
  }

  /** Where it listens, with the port that it got. */
  get url(): string {
    return this.#url;
  }

  get port(): number {
    return Number(new URL(this.#url).port);
  }

  async start(): Promise<void> {
    this.#listener = await listen(this.#url, this.#server);
    this.#url = this.#listener.url;
  }

  /** Ends all connections. */
  async stop(): Promise<void> {
    await this.#listener?.close();
    this.#listener = undefined;
  }

  async dispose(): Promise<void> {
    await this.stop();
    await this.#server.close();
  }
}

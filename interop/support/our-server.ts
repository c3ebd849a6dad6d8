import { type Listener, listen, MemoryBank, ModbusServer, ServerUnit } from '@bus/modbus/node';
import { BAUD } from './peers.ts';
import { PtyPair } from './pty.ts';
import { TABLE_SIZE, valueAt, valuesAt } from './values.ts';
import { isSerial, urlOf, type Wire } from './wires.ts';

export const identity = {
  vendorName: 'Acme',
  productCode: 'BUS-1',
  revision: 'V1.2',
  vendorUrl: 'https://example.com/',
  productName: 'Interop',
  modelName: 'Server',
  userApplicationName: 'Tests',
  objects: { 128: 'private' },
};
export const serverId = Uint8Array.from([0x2a, 0xff, ...Buffer.from('bus')]);
/** The largest that can be read. */
export const queue = valuesAt(index => 0xffff - 2000 * index, 0, 31);
/** The records of file 4. */
export const fileRecords = valuesAt(record => 0x0df0 + record, 0, 200);

/** Our server, on a cable or listening on a port of this machine: unit 1 with everything that a unit can have. */
export class OurServer {
  readonly bank = new MemoryBank({
    coils: table(valueAt.coil),
    discreteInputs: table(valueAt.discrete),
    holdingRegisters: table(valueAt.holding),
    inputRegisters: table(valueAt.input),
    files: { 4: Object.fromEntries(fileRecords.entries()) },
    queues: { 1246: queue },
  });
  /** What went wrong while answering. */
  readonly errors: unknown[] = [];
  readonly #server: ModbusServer;
  #cable: PtyPair | undefined;
  #listener: Listener | undefined;

  private constructor() {
    const unit = new ServerUnit({
      bank: this.bank,
      identification: identity,
      serverId,
      exceptionStatus: () => 0x6d,
      diagnosticRegister: 0x1234,
    });
    this.#server = new ModbusServer({
      units: { 1: unit },
      unknownUnit: 11,
      onError: error => this.errors.push(error),
    });
  }

  static async open(wire: Wire): Promise<OurServer> {
    const server = new OurServer();
    if (isSerial(wire)) server.#cable = await PtyPair.open();
    const url = urlOf(wire, server.#cable?.ours ?? 0);
    const serial = isSerial(wire) ? { baudRate: BAUD } : {};
    server.#listener = await listen(url, server.#server, serial);
    return server;
  }

  /** Where somebody else's client asks: the path of a serial port, or the number of a port of this machine. */
  get place(): string {
    return this.#cable?.theirs ?? new URL(this.#listener!.url).port;
  }

  async dispose(): Promise<void> {
    await this.#listener?.close();
    await this.#server.close();
    await this.#cable?.dispose();
  }
}

function table<T>(rule: (address: number) => T): Record<number, T> {
  return Object.fromEntries(valuesAt(rule, 0, TABLE_SIZE).entries());
}

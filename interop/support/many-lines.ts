import { fileURLToPath } from 'node:url';
import { connect, type ModbusClient, type OpenOptions } from '@bus/modbus/node';
import { PATIENCE } from './patience.ts';
import { Program } from './program.ts';
import { PtyPair } from './pty.ts';
import { valueAt, valuesAt } from './values.ts';

/** Ports of this machine, by what listens there. */
export interface DevicePorts {
  readonly tcp: number;
  /** Accepts and never answers. */
  readonly dead: number;
  /** Sends rubbish as fast as it is taken. */
  readonly flood: number;
}

/** Many lines of this process, each to a device of another one. */
export class ManyLines {
  readonly ports: DevicePorts;
  readonly clients: ModbusClient[] = [];
  readonly #cables: readonly PtyPair[];
  readonly #devices: Program;

  private constructor(cables: readonly PtyPair[], devices: Program, ports: DevicePorts) {
    this.#cables = cables;
    this.#devices = devices;
    this.ports = ports;
  }

  /** @param serial how many of the lines are serial ports; socat is needed for those. */
  static async open(tcp: number, serial: number): Promise<ManyLines> {
    const cables: PtyPair[] = [];
    for (let index = 0; index < serial; index += 1) cables.push(await PtyPair.open());
    const script = fileURLToPath(new URL('../peers/many-devices.mjs', import.meta.url));
    const paths = cables.map(({ theirs }) => theirs);
    const devices = await Program.start(process.execPath, [script, ...paths], /\{.*\}\n/);
    const lines = new ManyLines(
      cables,
      devices,
      JSON.parse(/\{.*\}/.exec(devices.output)![0]) as DevicePorts,
    );
    try {
      for (const { ours } of cables) await lines.add(ours, { baudRate: 115_200 });
      for (let index = 0; index < tcp; index += 1) await lines.add(`tcp://127.0.0.1:${lines.ports.tcp}`);
    } catch (error) {
      await lines.dispose();
      throw error;
    }
    return lines;
  }

  /** One more line. */
  async add(url: string, options: OpenOptions = {}): Promise<ModbusClient> {
    const client = await connect(url, { timeout: PATIENCE, ...options });
    this.clients.push(client);
    return client;
  }

  async dispose(): Promise<void> {
    await Promise.all(this.clients.map(client => client.close()));
    await this.#devices.kill();
    for (const cable of this.#cables) await cable.dispose();
  }
}

/** Asks one device several times, one question after the other; returns how many answers were right. */
export async function askRounds(client: ModbusClient, rounds: number, from: number): Promise<number> {
  let right = 0;
  for (let round = 0; round < rounds; round += 1) {
    const address = (from * 37 + round * 11) % 2900;
    const quantity = 1 + (round % 40);
    const found = await client.unit(1).readRegisters(address, quantity);
    if (found.join() === valuesAt(valueAt.holding, address, quantity).join()) right += 1;
  }
  return right;
}

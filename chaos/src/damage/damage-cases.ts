import { DrioClient, simulatedDrio } from '@bus/232drio';
import { DconClient, simulatedAnalogInput } from '@bus/dcon';
import { type Exchange, type ExchangeOptions, Line, memoryPair } from '@bus/line';
import { asciiFraming, MemoryBank, ModbusClient, rtuFraming } from '@bus/modbus';
import { modbusInstrument, type SimulatedInstrument, VirtualLine } from '@bus/sim';

/** A question, and the answer that a sound line would bring. */
export interface DamageCase {
  readonly name: string;
  /** What the answer carries to be checked by. */
  readonly check: string;
  readonly exchange: Exchange<unknown>;
  readonly answer: Uint8Array;
  /** What the caller is given when the question took `value` from the answer; rejects where the client refuses it after all. */
  conclude(value: unknown): Promise<unknown>;
}

type Ask = (line: Line) => Promise<unknown>;

interface Plan {
  readonly name: string;
  readonly check: string;
  readonly ask: Ask;
  readonly device: SimulatedInstrument;
  /** The first byte of the answer that is damaged, where the call asks several questions. */
  readonly startsWith: number;
}

const registers = (count: number) =>
  new MemoryBank({
    holdingRegisters: Object.fromEntries(
      Array.from({ length: count }, (_, address) => [address, (0x1234 + 771 * address) & 0xffff]),
    ),
  });

const modbus = (framing: 'rtu' | 'ascii', quantity: number): Pick<Plan, 'ask' | 'device' | 'startsWith'> => ({
  ask: line => new ModbusClient(line, { framing }).unit(1).readRegisters(0, quantity),
  device: modbusInstrument({
    unit: 1,
    bank: registers(quantity),
    framing: framing === 'rtu' ? rtuFraming : asciiFraming(),
  }),
  startsWith: framing === 'rtu' ? 1 : 0x3a,
});

const dcon = (checksum: boolean): Pick<Plan, 'ask' | 'device' | 'startsWith'> => ({
  ask: line => new DconClient(line).module(1, { family: '7017', checksum }).analogInputs.readChannel(0),
  device: simulatedAnalogInput('7017', { address: 1, checksum, values: [5.123] }),
  // The value itself; the module's name and settings are asked for besides.
  startsWith: 0x3e,
});

const drio = (mode: 'normal' | 'harsh'): Pick<Plan, 'ask' | 'device' | 'startsWith'> => ({
  ask: line => new DrioClient(line, { mode }).readByte(),
  device: simulatedDrio({ input: true }),
  startsWith: 0b100,
});

const PLANS: readonly Plan[] = [
  { name: 'Modbus RTU, 1 register', check: 'CRC-16', ...modbus('rtu', 1) },
  { name: 'Modbus RTU, 10 registers', check: 'CRC-16', ...modbus('rtu', 10) },
  { name: 'Modbus RTU, 125 registers', check: 'CRC-16', ...modbus('rtu', 125) },
  { name: 'Modbus ASCII, 1 register', check: 'LRC', ...modbus('ascii', 1) },
  { name: 'DCON, checksum on', check: 'sum of characters', ...dcon(true) },
  { name: 'DCON, as delivered', check: 'none', ...dcon(false) },
  { name: '232DRIO, harsh mode', check: 'complement', ...drio('harsh') },
  { name: '232DRIO, normal mode', check: 'none', ...drio('normal') },
];

/** The questions that are asked, each with the answer of the simulated device of its protocol. */
export function damageCases(): Promise<DamageCase[]> {
  return Promise.all(PLANS.map(prepare));
}

async function prepare({ name, check, ask, device, startsWith }: Plan): Promise<DamageCase> {
  const virtual = new VirtualLine();
  virtual.attach(device);
  const line = new RememberingLine(virtual.transport());
  const answers: Uint8Array[] = [];
  line.on('trace', ({ kind, bytes }) => {
    if (kind === 'reply') answers.push(bytes);
  });
  await ask(line);
  await line.close();
  const index = answers.findIndex(([first]) => first === startsWith);
  const exchange = line.exchanges[index];
  if (exchange === undefined) throw new Error(`${name}: nothing was asked or answered`);
  return {
    name,
    check,
    exchange,
    answer: answers[index]!,
    conclude: value => ask(new ReplayedLine(line.values.with(index, value))),
  };
}

/** A line that remembers what it was asked and what came of it. */
class RememberingLine extends Line {
  readonly exchanges: Exchange<unknown>[] = [];
  readonly values: unknown[] = [];

  override async exchange<T>(exchange: Exchange<T>, options?: ExchangeOptions): Promise<T> {
    this.exchanges.push(exchange);
    const value = await super.exchange(exchange, options);
    this.values.push(value);
    return value;
  }
}

/** A line on which each question has an outcome already. */
class ReplayedLine extends Line {
  readonly #values: unknown[];

  constructor(values: readonly unknown[]) {
    super(memoryPair().a);
    this.#values = [...values];
  }

  override exchange<T>(): Promise<T> {
    return Promise.resolve(this.#values.shift() as T);
  }
}

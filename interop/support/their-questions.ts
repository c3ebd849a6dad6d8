import { expect } from 'vitest';
import type { Asker } from './asker.ts';
import { fileRecords, identity, type OurServer, queue, serverId } from './our-server.ts';
import { TABLE_SIZE, valueAt, valuesAt } from './values.ts';

/** Lets somebody else's client ask our server in one function all that the answers can be checked by. */
export type TheirQuestion = (client: Asker, server: OurServer, limits: Limits) => Promise<void>;

/** The largest requests that a client can make. */
export interface Limits {
  readonly readBits: number;
  readonly writtenBits: number;
  readonly writtenRegisters: number;
}

/** The largest requests of the specification. */
export const limits: Limits = { readBits: 2000, writtenBits: 1968, writtenRegisters: 123 };

const printed = (values: Iterable<number | boolean>) => Array.from(values, Number).join(' ');
const pattern = (quantity: number) => Array.from({ length: quantity }, (_, index) => Number(index % 5 < 2));
const numbers = (quantity: number) =>
  Array.from({ length: quantity }, (_, index) => (index * 521 + 9) & 0xffff);

const reads =
  (
    functionCode: number,
    rule: (address: number) => number | boolean,
    quantities: (limits: Limits) => number[],
  ): TheirQuestion =>
  async (client, _server, limits) => {
    for (const quantity of quantities(limits)) {
      expect(await client.ask(1, functionCode, 7, quantity)).toBe(printed(valuesAt(rule, 7, quantity)));
    }
    for (const address of [0, TABLE_SIZE - 1])
      expect(await client.ask(1, functionCode, address, 1)).toBe(printed([rule(address)]));
  };
const bits = ({ readBits }: Limits) => [1, 7, 8, 9, readBits];
const registers = () => [1, 2, 124, 125];

async function maskWrite(client: Asker, { bank }: OurServer): Promise<void> {
  bank.holdingRegisters.set(2300, 0x0012);
  expect(await client.ask(1, 22, 2300, 0x00f2, 0x0025)).toBe('written');
  expect(bank.holdingRegisters.get(2300)).toBe(0x0017);
}

async function readWrite(client: Asker, { bank }: OurServer): Promise<void> {
  expect(await client.ask(1, 23, 5, 1, 2310, 4711)).toBe(printed([valueAt.holding(5)]));
  expect(bank.holdingRegisters.get(2310)).toBe(4711);
  const values = numbers(121);
  expect(await client.ask(1, 23, 20, 125, 2310, ...values)).toBe(printed(valuesAt(valueAt.holding, 20, 125)));
  expect(bank.holdingRegisters.read(2310, 121)).toEqual(values);
}

async function diagnose(client: Asker): Promise<void> {
  expect(await client.ask(1, 8, 0, 0xa537)).toBe(String(0xa537));
  expect(await client.ask(1, 8, 2, 0)).toBe(String(0x1234));
  expect(await client.ask(1, 8, 10, 0)).toBe('0');
  expect(await client.ask(1, 8, 2, 0)).toBe('0');
  // The questions since the counters were cleared, this one included.
  expect(await client.ask(1, 8, 14, 0)).toBe('2');
  expect(await client.ask(1, 8, 11, 0)).toBe('3');
  expect(await client.ask(1, 8, 15, 0)).toBe('0');
}

async function readEvents(client: Asker): Promise<void> {
  const [status, eventCount, messageCount, ...events] = (await client.ask(1, 12)).split(' ').map(Number);
  expect(status).toBe(1);
  expect(messageCount).toBeGreaterThanOrEqual(eventCount!);
  expect(events.length).toBeGreaterThan(0);
  expect(events.length).toBeLessThanOrEqual(64);
}

async function writeFile(client: Asker, { bank }: OurServer): Promise<void> {
  expect(await client.ask(1, 21, 4, 100, 0x06af, 0x04be, 0x100d)).toBe('written');
  expect(bank.file(4).read(99, 5)).toEqual([fileRecords[99], 0x06af, 0x04be, 0x100d, fileRecords[103]]);
}

/** What is asked for the identity, and the objects that answer it. */
async function identify(client: Asker): Promise<void> {
  const { vendorName, productCode, revision, vendorUrl, productName, modelName, userApplicationName } =
    identity;
  const all = [vendorName, productCode, revision, vendorUrl, productName, modelName, userApplicationName];
  const objects = all.map((value, id) => `${id}=${value}`);
  expect(await client.ask(1, 43, 1, 0)).toBe(objects.slice(0, 3).join('|'));
  expect(await client.ask(1, 43, 2, 0)).toBe(objects.join('|'));
  expect(await client.ask(1, 43, 3, 0)).toBe([...objects, '128=private'].join('|'));
  expect(await client.ask(1, 43, 4, 4)).toBe(objects[4]);
}

export const theirQuestions: Readonly<Record<string, TheirQuestion>> = {
  '1': reads(1, valueAt.coil, bits),
  '2': reads(2, valueAt.discrete, bits),
  '3': reads(3, valueAt.holding, registers),
  '4': reads(4, valueAt.input, registers),
  '5': async (client, { bank }) => {
    for (const state of [1, 0]) {
      expect(await client.ask(1, 5, 2100, state)).toBe('written');
      expect(bank.coils.get(2100)).toBe(state === 1);
    }
  },
  '6': async (client, { bank }) => {
    for (const value of [0, 0x1234, 0xffff]) {
      expect(await client.ask(1, 6, 2100, value)).toBe('written');
      expect(bank.holdingRegisters.get(2100)).toBe(value);
    }
  },
  '7': async client => expect(await client.ask(1, 7)).toBe(String(0x6d)),
  '8': diagnose,
  '11': async client => {
    const before = (await client.ask(1, 11)).split(' ').map(Number);
    expect(before[0]).toBe(1);
    await client.ask(1, 3, 0, 1);
    // Asking for the counter does not count.
    expect(await client.ask(1, 11)).toBe(printed([1, before[1]! + 1]));
  },
  '12': readEvents,
  '15': async (client, { bank }, { writtenBits }) => {
    for (const quantity of [1, 8, 9, writtenBits]) {
      expect(await client.ask(1, 15, 900, ...pattern(quantity))).toBe('written');
      expect(bank.coils.read(900, quantity).map(Number)).toEqual(pattern(quantity));
    }
  },
  '16': async (client, { bank }, { writtenRegisters }) => {
    for (const quantity of [1, 2, writtenRegisters]) {
      expect(await client.ask(1, 16, 2500, ...numbers(quantity))).toBe('written');
      expect(bank.holdingRegisters.read(2500, quantity)).toEqual(numbers(quantity));
    }
    if (writtenRegisters < 123) {
      expect(await client.ask(1, 16, 2700, ...numbers(123))).toMatch(/^refused: 3$/);
      expect(bank.holdingRegisters.get(2700)).toBe(valueAt.holding(2700));
    }
  },
  '17': async client => expect(await client.ask(1, 17)).toBe(printed(serverId)),
  '20': async client => {
    const bytes = fileRecords.slice(1, 3).flatMap(value => [value >> 8, value & 255]);
    expect(await client.ask(1, 20, 4, 1, 2)).toBe(printed(bytes));
  },
  '21': writeFile,
  '22': maskWrite,
  '23': readWrite,
  // pymodbus, the only one that knows it, takes four registers fewer than are in the answer.
  '24': async client => expect(await client.ask(1, 24, 1246)).toBe(printed(queue.slice(0, -4))),
  '43/14': identify,
};

/** Asks for what is not there; nothing is written then. */
export async function expectToBeRefused(client: Asker, { bank }: OurServer): Promise<void> {
  const address = /^refused: (2|Illegal data address)$/;
  expect(await client.ask(1, 3, TABLE_SIZE, 1)).toMatch(address);
  expect(await client.ask(1, 1, TABLE_SIZE - 1, 2)).toMatch(address);
  expect(await client.ask(1, 6, TABLE_SIZE, 1)).toMatch(address);
  expect(await client.ask(1, 16, TABLE_SIZE - 1, 1, 2)).toMatch(address);
  expect(bank.holdingRegisters.get(TABLE_SIZE - 1)).toBe(valueAt.holding(TABLE_SIZE - 1));
  expect(await client.ask(1, 4, 6, 1)).toBe(printed([valueAt.input(6)]));
}

/** Writes to everybody: nobody answers, which this client takes for silence. */
export async function broadcastWrite(client: Asker, { bank }: OurServer): Promise<void> {
  expect(await client.ask(0, 6, 2800, 4711)).toBe('refused: Connection timed out');
  expect(await client.ask(0, 16, 2801, 4712, 4713)).toBe('refused: Connection timed out');
  expect(bank.holdingRegisters.read(2800, 3)).toEqual([4711, 4712, 4713]);
  expect(await client.ask(1, 3, 2800, 3)).toBe('4711 4712 4713');
}

/** Asks for a unit that is not there, behind what is a gateway then. */
export async function askNobody(client: Asker): Promise<void> {
  expect(await client.ask(9, 3, 0, 1)).toMatch(/^refused: (11|Target device failed to respond)$/);
  expect(await client.ask(1, 3, 0, 1)).toBe(printed([valueAt.holding(0)]));
}

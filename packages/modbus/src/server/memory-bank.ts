import { UsageError } from '@bus/line';
import { checkInteger } from '../pdu/checks.js';
import { PduError } from '../pdu/pdu-error.js';
import { Table } from './table.js';

export { Table } from './table.js';

/** The tables of a device, by address. An address that is not in a table does not exist in the device. */
export interface BankContents {
  coils?: Record<number, boolean>;
  discreteInputs?: Record<number, boolean>;
  holdingRegisters?: Record<number, number>;
  inputRegisters?: Record<number, number>;
  /** Registers by record number, 0..9999, by file number, 1..65535. */
  files?: Record<number, Record<number, number>>;
  /** Queues of registers, by the address that function 24 asks for; at most 31 registers can be read. */
  queues?: Record<number, readonly number[]>;
}

/**
 * The memory of one device: four tables, files and queues, each with just the addresses that it was made with.
 *
 * @example
 * const bank = new MemoryBank({ coils: [false, false], holdingRegisters: { 100: 4711 }, files: { 4: [1, 2, 3] } });
 * bank.holdingRegisters.set(100, 4712);
 */
export class MemoryBank {
  readonly coils: Table<boolean>;
  readonly discreteInputs: Table<boolean>;
  readonly holdingRegisters: Table<number>;
  readonly inputRegisters: Table<number>;
  /** By file number. */
  readonly files: Map<number, Table<number>>;
  /** By pointer address. */
  readonly queues: Map<number, readonly number[]>;

  /** @throws {UsageError} an address or a value is out of range: a register holds 0..65535, a coil true or false. */
  constructor(contents: BankContents = {}) {
    this.coils = new Table(contents.coils, checkBit('coil'));
    this.discreteInputs = new Table(contents.discreteInputs, checkBit('discrete input'));
    this.holdingRegisters = new Table(contents.holdingRegisters, checkRegister('holding register'));
    this.inputRegisters = new Table(contents.inputRegisters, checkRegister('input register'));
    this.files = new Map(
      numbered(contents.files).map(([file, records]) => [
        file,
        new Table(records, checkRegister(`file ${file}, record`)),
      ]),
    );
    this.queues = new Map(numbered(contents.queues));
    for (const [address, queue] of this.queues) {
      for (const value of queue) checkRegister('queue')(value, address);
    }
  }

  /** @throws {PduError} `address-range` when there is no such file. */
  file(fileNumber: number): Table<number> {
    const file = this.files.get(fileNumber);
    if (file === undefined) throw new PduError('address-range', `file ${fileNumber} does not exist`);
    return file;
  }

  /** @throws {PduError} `address-range` when there is no such queue. */
  queue(pointerAddress: number): readonly number[] {
    const queue = this.queues.get(pointerAddress);
    if (queue === undefined) throw new PduError('address-range', `queue ${pointerAddress} does not exist`);
    return queue;
  }
}

const checkRegister = (what: string) => (value: number, address: number) =>
  checkInteger(`${what} ${address}`, value, 0, 0xffff);

const checkBit = (what: string) => (value: boolean, address: number) => {
  if (typeof value !== 'boolean')
    throw new UsageError(`${what} ${address} must be true or false, not ${value}`);
};

function numbered<T>(record: Record<number, T> = {}): [number, T][] {
  return Object.entries(record).map(([key, value]) => [Number(key), value]);
}

import { PduError } from '../pdu/pdu-error.js';

/** One table. Reads and writes are all or nothing. */
export class Table<T> {
  readonly #cells: Map<number, T>;

  constructor(contents: Record<number, T> = {}) {
    this.#cells = new Map(Object.entries(contents).map(([address, value]) => [Number(address), value]));
  }

  /** The value at one address, or undefined. */
  get(address: number): T | undefined {
    return this.#cells.get(address);
  }

  /** Sets a value from inside the device; makes the address exist. */
  set(address: number, value: T): void {
    this.#cells.set(address, value);
  }

  /** @throws {PduError} `address-range` unless all addresses exist. */
  read(startAddress: number, quantity: number): T[] {
    return Array.from({ length: quantity }, (_, index) => {
      const value = this.#cells.get(startAddress + index);
      if (value === undefined)
        throw new PduError('address-range', `address ${startAddress + index} does not exist`);
      return value;
    });
  }

  /** @throws {PduError} `address-range` unless all addresses exist; nothing is written then. */
  write(startAddress: number, values: readonly T[]): void {
    this.read(startAddress, values.length);
    for (const [index, value] of values.entries()) this.#cells.set(startAddress + index, value);
  }
}

import { checkInteger } from '../pdu/checks.js';
import { PduError } from '../pdu/pdu-error.js';

const MAX_ADDRESS = 0xffff;

/** One table. Reads and writes are all or nothing. */
export class Table<T> {
  readonly #cells = new Map<number, T>();
  readonly #check: (value: T, address: number) => void;

  /**
   * @param contents values by address, 0..65535.
   * @param check throws a UsageError for a value that the table can't hold.
   * @throws {UsageError} an address is out of range, or `check` refused a value.
   */
  constructor(
    contents: Record<number, T> = {},
    check: (value: T, address: number) => void = () => undefined,
  ) {
    this.#check = check;
    for (const [address, value] of Object.entries(contents)) this.set(Number(address), value);
  }

  /** The value at one address, or undefined. */
  get(address: number): T | undefined {
    return this.#cells.get(address);
  }

  /**
   * Sets a value from inside the device; makes the address exist.
   *
   * @throws {UsageError} the address is not 0..65535, or the table can't hold the value; nothing has changed then.
   */
  set(address: number, value: T): void {
    checkInteger('address', address, 0, MAX_ADDRESS);
    this.#check(value, address);
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

import { PduError } from './pdu-error.js';
import { registersAt } from './registers.js';

/** Reads a PDU front to back, and refuses to read past its end. */
export class PduReader {
  readonly #bytes: Uint8Array;
  #at = 1;

  /** `bytes` is a whole PDU; reading begins behind the function code. */
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  u8(): number {
    this.#need(1);
    return this.#bytes[this.#at++]!;
  }

  u16(): number {
    return this.u8() * 256 + this.u8();
  }

  /** The next `count` bytes, as a view. */
  bytes(count: number): Uint8Array {
    this.#need(count);
    this.#at += count;
    return this.#bytes.subarray(this.#at - count, this.#at);
  }

  registers(count: number): number[] {
    this.#need(2 * count);
    this.#at += 2 * count;
    return registersAt(this.#bytes, this.#at - 2 * count, count);
  }

  /** @throws {PduError} `length` when more or fewer than `count` bytes are left. */
  expectLeft(count: number): void {
    if (this.left !== count) throw new PduError('length', `${this.left} bytes where ${count} belong`);
  }

  /** @throws {PduError} `byte-count` when the count that was read does not say how many bytes follow. */
  expectCounted(count: number): void {
    if (this.left !== count)
      throw new PduError('byte-count', `byte count ${count}, but ${this.left} bytes follow`);
  }

  #need(count: number): void {
    if (count > this.left) throw new PduError('length', `the PDU ends after ${this.#bytes.length} bytes`);
  }
}

import { PduError } from './pdu-error.js';
import { registersAt } from './registers.js';

/** What a decoder read, with the name that it gave it. */
export interface PduField {
  /** Of the first byte in the PDU. */
  readonly offset: number;
  readonly length: number;
  readonly name: string;
  /** Undefined for a field of several values. */
  readonly value: number | undefined;
  /** What the value stands for, where it is more than a number. */
  readonly meaning: string | undefined;
}

let told: ((field: PduField) => void) | undefined;

/**
 * What is read while `decode` runs: so the decoders say where fields stand and what they are called, and nothing else
 * needs to know it. What was read before `decode` threw is told, too.
 */
export function fieldsReadBy(decode: () => unknown): {
  readonly fields: PduField[];
  readonly error: unknown;
} {
  const fields: PduField[] = [];
  const before = told;
  told = field => fields.push(field);
  try {
    decode();
    return { fields, error: undefined };
  } catch (error) {
    return { fields, error };
  } finally {
    told = before;
  }
}

/** Reads a PDU front to back, and refuses to read past its end. */
export class PduReader {
  // V8 11 makes and reads fields called `#` more slowly, and a reader is made for every answer.
  private readonly source: Uint8Array;
  private at = 1;

  /** `bytes` is a whole PDU; reading begins behind the function code. */
  constructor(bytes: Uint8Array) {
    this.source = bytes;
  }

  get left(): number {
    return this.source.length - this.at;
  }

  /**
   * The next byte.
   *
   * @param name what it is, for people: `byte count`.
   * @param meaning what its value stands for, where that says more.
   */
  u8(name: string, meaning?: (value: number) => string | undefined): number {
    this.need(1);
    const value = this.source[this.at++]!;
    told?.({ offset: this.at - 1, length: 1, name, value, meaning: meaning?.(value) });
    return value;
  }

  /** The next two bytes, high byte first. */
  u16(name: string, meaning?: (value: number) => string | undefined): number {
    this.need(2);
    const value = this.source[this.at]! * 256 + this.source[this.at + 1]!;
    told?.({ offset: this.at, length: 2, name, value, meaning: meaning?.(value) });
    this.at += 2;
    return value;
  }

  /** The next `count` bytes, as a view. */
  bytes(count: number, name: string, meaning?: (bytes: Uint8Array) => string | undefined): Uint8Array {
    this.need(count);
    this.at += count;
    const bytes = this.source.subarray(this.at - count, this.at);
    if (count > 0)
      told?.({
        offset: this.at - count,
        length: count,
        name,
        value: undefined,
        meaning: meaning?.(bytes),
      });
    return bytes;
  }

  /** The next `count` registers; the first is called `register 0`. */
  registers(count: number): number[] {
    this.need(2 * count);
    if (told !== undefined) return this.namedRegisters(count);
    this.at += 2 * count;
    return registersAt(this.source, this.at - 2 * count, count);
  }

  /** Names are made only while somebody listens for them. */
  private namedRegisters(count: number): number[] {
    return Array.from({ length: count }, (_, index) => this.u16(`register ${index}`));
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

  private need(count: number): void {
    if (count > this.left) throw new PduError('length', `the PDU ends after ${this.source.length} bytes`);
  }
}

import {
  type FloatWriteOptions,
  type InputOf,
  type LongOptions,
  type ReadFloatOptions,
  type ReadLongOptions,
  type ReadStringOptions,
  type ReadValueOptions,
  type RegisterAccess,
  readFloat,
  readFloats,
  readLong,
  readString,
  readValue,
  type ValueOf,
  type ValueSpec,
  type WriteLongOptions,
  type WriteStringOptions,
  writeFloat,
  writeFloats,
  writeLong,
  writeString,
  writeValue,
} from './values/index.js';

/** Registers as numbers, texts and arrays of every type, byte order and scale. All of a value is read in one request. */
export abstract class TypedUnit implements RegisterAccess {
  abstract readonly id: number;
  abstract get maxRegisters(): number | undefined;
  abstract readRegisters(
    startAddress: number,
    quantity: number,
    options?: ReadValueOptions,
  ): Promise<number[]>;
  abstract writeRegisters(
    startAddress: number,
    registers: readonly number[],
    options?: WriteLongOptions,
  ): Promise<void>;

  abstract maskWrite(
    address: number,
    masks: { and: number; or: number },
    options?: WriteLongOptions,
  ): Promise<void>;

  /**
   * Reads a value of any type.
   *
   * @throws {ReplyError} `malformed`: the registers mean nothing in this type.
   *
   * @example const energy = await unit.readValue(30, { type: 'uint64', order: 'CDAB', decimals: 2 });
   */
  readValue<const S extends ValueSpec>(
    address: number,
    spec: S,
    options?: ReadValueOptions,
  ): Promise<ValueOf<S>> {
    return readValue(this, address, spec, options);
  }

  /**
   * Writes a value of any type to holding registers. One `bit` is changed by the device (function 22), and the others of
   * its register stay as they are.
   *
   * @throws {UsageError} the value does not fit; nothing is sent.
   *
   * @example await unit.writeValue(30, [1.5, 2.5], { type: 'float32', count: 2 });
   */
  writeValue<const S extends ValueSpec>(
    address: number,
    value: InputOf<S>,
    spec: S,
    options?: WriteLongOptions,
  ): Promise<void> {
    return writeValue(this, address, value, spec, options);
  }

  /** Reads an integer from 2 registers, or a bigint from 4. */
  readLong(address: number, options: ReadLongOptions & { registers: 4 }): Promise<bigint>;
  readLong(address: number, options?: ReadLongOptions & { registers?: 2 }): Promise<number>;
  readLong(address: number, options?: ReadLongOptions): Promise<number | bigint> {
    return readLong(this, address, options);
  }

  /** Writes an integer to 2 registers, or to 4. */
  writeLong(address: number, value: number | bigint, options?: WriteLongOptions): Promise<void> {
    return writeLong(this, address, value, options);
  }

  /** Reads a float from 2 registers, or a double from 4. */
  readFloat(address: number, options?: ReadFloatOptions & Pick<LongOptions, 'registers'>): Promise<number> {
    return readFloat(this, address, options);
  }

  /** Writes a float to 2 registers, or a double to 4. What would become infinite is refused. */
  writeFloat(
    address: number,
    value: number,
    options?: FloatWriteOptions & Pick<LongOptions, 'registers'>,
  ): Promise<void> {
    return writeFloat(this, address, value, options);
  }

  /** Reads `count` floats that follow one another; the byte order is that of each. */
  readFloats(address: number, count: number, options?: ReadFloatOptions): Promise<number[]> {
    return readFloats(this, address, count, options);
  }

  /** Writes floats one after another. */
  writeFloats(address: number, values: readonly number[], options?: FloatWriteOptions): Promise<void> {
    return writeFloats(this, address, values, options);
  }

  /** Reads a text of 16 registers, or as many as `registers` says. */
  readString(address: number, options?: ReadStringOptions): Promise<string> {
    return readString(this, address, options);
  }

  /** Writes a text and fills its registers up with blanks, or with what `pad` says. */
  writeString(address: number, text: string, options?: WriteStringOptions): Promise<void> {
    return writeString(this, address, text, options);
  }
}

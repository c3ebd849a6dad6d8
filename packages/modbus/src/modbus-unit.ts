import { type ExchangeOptions, type Line, UsageError } from '@bus/line';
import type { ModbusFraming } from './framing/modbus-framing.js';
import { MAX_UNIT } from './framing/rtu.js';
import { BROADCAST, modbusExchange } from './modbus-exchange.js';
import { checkInteger } from './pdu/checks.js';
import type { PduCodec } from './pdu/pdu-codec.js';
import { readCoils, readDiscreteInputs } from './pdu/read-bits.js';
import { readHoldingRegisters, readInputRegisters } from './pdu/read-registers.js';
import { writeMultipleCoils } from './pdu/write-multiple-coils.js';
import { writeMultipleRegisters } from './pdu/write-multiple-registers.js';
import { writeSingleCoil } from './pdu/write-single-coil.js';
import { writeSingleRegister } from './pdu/write-single-register.js';
import { fromRegister, type RegisterFormat, toRegister } from './values/decimal.js';

export interface ReadRegistersOptions extends ExchangeOptions {
  /** Holding registers (function 3, the default) or input registers (function 4). */
  table?: 'holding' | 'input';
}
export interface ReadRegisterOptions extends ReadRegistersOptions, RegisterFormat {}
export interface WriteRegisterOptions extends ExchangeOptions, RegisterFormat {
  /** Function 16 (the default) or 6, for devices that know only that. */
  fc?: 6 | 16;
}
export interface ReadBitsOptions extends ExchangeOptions {
  /** Discrete inputs (function 2, the default) or coils (function 1). */
  table?: 'discrete' | 'coil';
}
export interface WriteBitOptions extends ExchangeOptions {
  /** Function 5 (the default) or 15. */
  fc?: 5 | 15;
}

/**
 * One device on a line. A handle without state: make as many as you like.
 *
 * Addresses are protocol addresses, 0..65535. All methods queue for the line, and throw what `Line.exchange` throws;
 * bad arguments throw a `UsageError` before anything is sent. Unit 0 is broadcast: writes reach every device, none
 * answers, and reads are refused.
 */
export class ModbusUnit {
  /** Address on the line, 0..247. */
  readonly id: number;
  readonly #line: Line;
  readonly #framing: ModbusFraming;

  /** @throws {UsageError} `id` is not 0..247. */
  constructor(line: Line, framing: ModbusFraming, id: number) {
    checkInteger('unit', id, 0, MAX_UNIT);
    this.id = id;
    this.#line = line;
    this.#framing = framing;
  }

  /**
   * Reads one register as a number.
   *
   * @example const temperature = await unit.readRegister(289, { decimals: 1 }); // 77.2
   */
  async readRegister(address: number, options: ReadRegisterOptions = {}): Promise<number> {
    const [raw] = await this.readRegisters(address, 1, options);
    return fromRegister(raw!, options);
  }

  /**
   * Reads `quantity` raw registers, 1..125 of them, each 0..65535.
   *
   * @example const [first, second] = await unit.readRegisters(289, 2);
   */
  async readRegisters(
    startAddress: number,
    quantity: number,
    options: ReadRegistersOptions = {},
  ): Promise<number[]> {
    const codec = options.table === 'input' ? readInputRegisters : readHoldingRegisters;
    const { registers } = await this.#ask(codec, { startAddress, quantity }, options);
    return [...registers];
  }

  /**
   * Writes one holding register. `value` may be a number or decimal digits; what does not fit is refused.
   *
   * @example await unit.writeRegister(24, 95.0, { decimals: 1 });
   */
  async writeRegister(
    address: number,
    value: number | string,
    options: WriteRegisterOptions = {},
  ): Promise<void> {
    const raw = toRegister(value, options);
    if (options.fc === 6) await this.#tell(writeSingleRegister, { address, value: raw }, options);
    else await this.writeRegisters(address, [raw], options);
  }

  /**
   * Writes raw holding registers, 1..123 of them, each 0..65535, with function 16.
   *
   * @example await unit.writeRegisters(100, [1, 2, 3]);
   */
  async writeRegisters(
    startAddress: number,
    registers: readonly number[],
    options: ExchangeOptions = {},
  ): Promise<void> {
    await this.#tell(writeMultipleRegisters, { startAddress, registers }, options);
  }

  /**
   * Reads one discrete input or coil.
   *
   * @example const closed = await unit.readBit(19, { table: 'coil' });
   */
  async readBit(address: number, options: ReadBitsOptions = {}): Promise<boolean> {
    const [bit] = await this.readBits(address, 1, options);
    return bit!;
  }

  /**
   * Reads `quantity` discrete inputs or coils, 1..2000 of them.
   *
   * @example const inputs = await unit.readBits(196, 22);
   */
  async readBits(startAddress: number, quantity: number, options: ReadBitsOptions = {}): Promise<boolean[]> {
    const codec = options.table === 'coil' ? readCoils : readDiscreteInputs;
    const { bits } = await this.#ask(codec, { startAddress, quantity }, options);
    return bits.slice(0, quantity);
  }

  /**
   * Switches one coil.
   *
   * @example await unit.writeBit(172, true);
   */
  async writeBit(address: number, state: boolean, options: WriteBitOptions = {}): Promise<void> {
    if (options.fc === 15) await this.writeBits(address, [state], options);
    else await this.#tell(writeSingleCoil, { address, state }, options);
  }

  /**
   * Switches a row of coils, 1..1968 of them, with function 15.
   *
   * @example await unit.writeBits(19, [true, false, true]);
   */
  async writeBits(
    startAddress: number,
    bits: readonly boolean[],
    options: ExchangeOptions = {},
  ): Promise<void> {
    await this.#tell(writeMultipleCoils, { startAddress, bits }, options);
  }

  async #ask<Q, A>(codec: PduCodec<Q, A>, request: Q, options: ExchangeOptions): Promise<A> {
    if (this.id === BROADCAST) {
      throw new UsageError(`${codec.name}: unit 0 is broadcast, and nobody answers a broadcast`, {
        hint: 'Read from the device by its own address, 1 to 247.',
      });
    }
    const answer = await this.#line.exchange(modbusExchange(this.#framing, codec, this.id, request), options);
    return answer as A;
  }

  async #tell<Q, A>(codec: PduCodec<Q, A>, request: Q, options: ExchangeOptions): Promise<void> {
    await this.#line.exchange(modbusExchange(this.#framing, codec, this.id, request), options);
  }
}

import { type Line, UsageError } from '@bus/line';
import type { ModbusFraming } from './framing/modbus-framing.js';
import { inParts } from './in-parts.js';
import { checkChoice, checkInteger } from './pdu/checks.js';
import { type CanopenReference, encapsulatedInterface, MEI_CANOPEN } from './pdu/encapsulated-interface.js';
import { maskWriteRegister } from './pdu/mask-write-register.js';
import type { PduCodec } from './pdu/pdu-codec.js';
import { rawCodec } from './pdu/raw-codec.js';
import { readCoils, readDiscreteInputs } from './pdu/read-bits.js';
import { readFifoQueue } from './pdu/read-fifo-queue.js';
import { readHoldingRegisters, readInputRegisters } from './pdu/read-registers.js';
import { readWriteRegisters } from './pdu/read-write-registers.js';
import { writeMultipleCoils } from './pdu/write-multiple-coils.js';
import { MAX_WRITE_REGISTERS, writeMultipleRegisters } from './pdu/write-multiple-registers.js';
import { writeSingleCoil } from './pdu/write-single-coil.js';
import { writeSingleRegister } from './pdu/write-single-register.js';
import { TypedUnit } from './typed-unit.js';
import { UnitDiagnostics } from './unit-diagnostics.js';
import { UnitFiles } from './unit-files.js';
import { UnitIdentification } from './unit-identification.js';
import { type CallOptions, type UnitOptions, UnitRequests } from './unit-requests.js';
import { bitMasks } from './values/bit-masks.js';
import { fromRegister, type RegisterFormat, toRegister } from './values/decimal.js';

export interface ReadRegistersOptions extends CallOptions {
  /** Holding registers (function 3, the default) or input registers (function 4). */
  table?: 'holding' | 'input';
}
export interface ReadRegisterOptions extends ReadRegistersOptions, RegisterFormat {}
export interface WriteRegisterOptions extends CallOptions, RegisterFormat {
  /** Function 16 (the default) or 6, for devices that know only that. */
  fc?: 6 | 16;
}
export interface ReadBitsOptions extends CallOptions {
  /** Discrete inputs (function 2, the default) or coils (function 1). */
  table?: 'discrete' | 'coil';
}
export interface WriteBitOptions extends CallOptions {
  /** Function 5 (the default) or 15. */
  fc?: 5 | 15;
}

const USUAL: ReadRegistersOptions = {};

async function refuseTable(table: unknown): Promise<never> {
  throw new UsageError(`table must be holding or input, not ${String(table)}`);
}

/** The array of an answer was made for it, so it may be handed on. */
const registersOf = ({ registers }: { readonly registers: readonly number[] }): number[] =>
  registers as number[];

/**
 * One device on a line. A handle without state: make as many as you like.
 *
 * Addresses are protocol addresses, 0..65535. All methods queue for the line, and throw what `Line.exchange` throws;
 * bad arguments throw a `UsageError` before anything is sent. On serial lines unit 0 is broadcast: writes reach every
 * device, none answers, and reads are refused.
 */
export class ModbusUnit extends TypedUnit {
  /** Address on the line. */
  readonly id: number;
  /** Functions 7, 8, 11 and 12. */
  readonly diagnostics: UnitDiagnostics;
  /** Functions 17 and 43/14. */
  readonly identification: UnitIdentification;
  /** Functions 20 and 21. */
  readonly files: UnitFiles;
  readonly #requests: UnitRequests;

  /** @throws {UsageError} the framing has no such unit, or an option makes no sense. */
  constructor(line: Line, framing: ModbusFraming, id: number, options: UnitOptions = {}) {
    super();
    checkInteger('unit', id, 0, framing.maxUnit);
    if (options.maxRegisters !== undefined) checkInteger('maxRegisters', options.maxRegisters, 1, 125);
    if (options.minGap !== undefined && !(options.minGap >= 0))
      throw new UsageError('minGap must be 0 or more milliseconds');
    checkChoice('writes', options.writes, ['single', 'multiple']);
    this.id = id;
    this.#requests = new UnitRequests(line, framing, id, options);
    this.diagnostics = new UnitDiagnostics(this.#requests);
    this.identification = new UnitIdentification(this.#requests);
    this.files = new UnitFiles(this.#requests);
  }

  /** Most registers in one request, as the options say. */
  override get maxRegisters(): number | undefined {
    return this.#requests.options.maxRegisters;
  }

  /** For logs: the address, the framing and the line. */
  override toString(): string {
    return `ModbusUnit(${this.id}, ${this.#requests.framing.name}, ${this.#requests.line})`;
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
  readRegisters(
    startAddress: number,
    quantity: number,
    options: ReadRegistersOptions = USUAL,
  ): Promise<number[]> {
    const { table } = options;
    // Another table than the one that is meant would answer, too.
    if (table !== undefined && table !== 'holding' && table !== 'input') return refuseTable(table);
    const codec = table === 'input' ? readInputRegisters : readHoldingRegisters;
    const { maxRegisters } = this.#requests.options;
    if (maxRegisters !== undefined && quantity > maxRegisters)
      return this.#readInParts(codec, startAddress, quantity, options);
    return this.#requests.ask(codec, { startAddress, quantity }, options).then(registersOf);
  }

  async #readInParts(
    codec: typeof readHoldingRegisters,
    startAddress: number,
    quantity: number,
    options: ReadRegistersOptions,
  ): Promise<number[]> {
    const registers: number[] = [];
    for (const part of inParts(startAddress, quantity, this.#requests.options.maxRegisters))
      registers.push(...registersOf(await this.#requests.ask(codec, part, options)));
    return registers;
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
    checkChoice('fc', options.fc, [6, 16]);
    const raw = toRegister(value, options);
    const single = options.fc === undefined ? this.#requests.options.writes === 'single' : options.fc === 6;
    if (single) await this.#requests.tell(writeSingleRegister, { address, value: raw }, options);
    else
      await this.#requests.tell(writeMultipleRegisters, { startAddress: address, registers: [raw] }, options);
  }

  /**
   * Writes raw holding registers, 1..123 of them, each 0..65535, with function 16.
   *
   * @example await unit.writeRegisters(100, [1, 2, 3]);
   */
  async writeRegisters(
    startAddress: number,
    registers: readonly number[],
    options: CallOptions = {},
  ): Promise<void> {
    const { maxRegisters, writes } = this.#requests.options;
    if (writes === 'single') {
      const singles = registers.map((value, index) => ({ address: startAddress + index, value }));
      await this.#tellAll(writeSingleRegister, singles, options);
      return;
    }
    const limit = maxRegisters === undefined ? undefined : Math.min(maxRegisters, MAX_WRITE_REGISTERS);
    const parts = inParts(startAddress, registers.length, limit).map(part => {
      const from = part.startAddress - startAddress;
      return { startAddress: part.startAddress, registers: registers.slice(from, from + part.quantity) };
    });
    await this.#tellAll(writeMultipleRegisters, parts, options);
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
    checkChoice('table', options.table, ['discrete', 'coil']);
    const codec = options.table === 'coil' ? readCoils : readDiscreteInputs;
    const { bits } = await this.#requests.ask(codec, { startAddress, quantity }, options);
    return bits.slice(0, quantity);
  }

  /**
   * Switches one coil.
   *
   * @example await unit.writeBit(172, true);
   */
  async writeBit(address: number, state: boolean, options: WriteBitOptions = {}): Promise<void> {
    checkChoice('fc', options.fc, [5, 15]);
    const multiple =
      options.fc === undefined ? this.#requests.options.writes === 'multiple' : options.fc === 15;
    if (multiple)
      await this.#requests.tell(writeMultipleCoils, { startAddress: address, bits: [state] }, options);
    else await this.#requests.tell(writeSingleCoil, { address, state }, options);
  }

  /**
   * Switches a row of coils, 1..1968 of them, with function 15.
   *
   * @example await unit.writeBits(19, [true, false, true]);
   */
  async writeBits(startAddress: number, bits: readonly boolean[], options: CallOptions = {}): Promise<void> {
    if (this.#requests.options.writes !== 'single') {
      await this.#requests.tell(writeMultipleCoils, { startAddress, bits }, options);
      return;
    }
    const singles = bits.map((state, index) => ({ address: startAddress + index, state }));
    await this.#tellAll(writeSingleCoil, singles, options);
  }

  /**
   * Function 22: changes single bits of a holding register: `(current AND and) OR (or AND NOT and)`.
   *
   * @example await unit.maskWrite(4, { and: 0xfff0, or: 0x0005 });
   */
  async maskWrite(
    address: number,
    { and, or }: { and: number; or: number },
    options: CallOptions = {},
  ): Promise<void> {
    await this.#requests.tell(maskWriteRegister, { address, andMask: and, orMask: or }, options);
  }

  /**
   * Function 22: sets or clears one bit of a holding register, 0 (lowest) to 15.
   *
   * @example await unit.writeRegisterBit(4, 15, true);
   */
  async writeRegisterBit(
    address: number,
    bit: number,
    state: boolean,
    options: CallOptions = {},
  ): Promise<void> {
    const { andMask, orMask } = bitMasks(state, { type: 'bit', bit });
    await this.maskWrite(address, { and: andMask, or: orMask }, options);
  }

  /**
   * Function 23: writes holding registers (1..121) and then reads some (1..125), in one request.
   *
   * @example const now = await unit.readWriteRegisters({ read: { address: 3, quantity: 6 }, write: { address: 14, registers: [1, 2] } });
   */
  async readWriteRegisters(
    {
      read,
      write,
    }: {
      read: { address: number; quantity: number };
      write: { address: number; registers: readonly number[] };
    },
    options: CallOptions = {},
  ): Promise<number[]> {
    const request = {
      readStartAddress: read.address,
      readQuantity: read.quantity,
      writeStartAddress: write.address,
      registers: write.registers,
    };
    return [...(await this.#requests.ask(readWriteRegisters, request, options)).registers];
  }

  /** Function 24: the registers in a queue, up to 31; the queue keeps them. */
  async readFifoQueue(address: number, options: CallOptions = {}): Promise<number[]> {
    const { registers } = await this.#requests.ask(readFifoQueue, { fifoPointerAddress: address }, options);
    return [...registers];
  }

  /** Function 43/13: a CANopen general reference, as bytes both ways. */
  async canopen(data: Uint8Array, options: CallOptions = {}): Promise<Uint8Array> {
    const answer = await this.#requests.ask(encapsulatedInterface, { meiType: MEI_CANOPEN, data }, options);
    return (answer as CanopenReference).data;
  }

  /**
   * Any function code, 1..127, with bytes as they are; returns the bytes behind the answer's function code.
   *
   * @param length bytes that are expected back. Without, an RTU answer ends where the line falls silent.
   *
   * @example const answer = await unit.request(0x41, Uint8Array.of(1, 2), { length: 4 });
   */
  async request(
    functionCode: number,
    payload: Uint8Array,
    { length, ...options }: CallOptions & { length?: number } = {},
  ): Promise<Uint8Array> {
    const answer = await this.#requests.tell(rawCodec(functionCode, length), { payload }, options);
    return answer?.payload ?? new Uint8Array(0);
  }

  /**
   * A function with a codec of your own. Registered with `registerCodec`, the scanner and the trace know it as well.
   *
   * @example const state = await unit.call(myCodec, { channel: 2 });
   */
  async call<Q, A>(codec: PduCodec<Q, A>, request: Q, options: CallOptions = {}): Promise<A> {
    return this.#requests.ask(codec, request, options);
  }

  /** Sends requests one after another; when one of them is not allowed, none is sent. */
  async #tellAll<Q>(
    codec: PduCodec<Q, unknown>,
    requests: readonly Q[],
    options: CallOptions,
  ): Promise<void> {
    if (requests.length === 0) throw new UsageError(`${codec.name}: there is nothing to write`);
    for (const request of requests) codec.encodeRequest(request);
    for (const request of requests) await this.#requests.tell(codec, request, options);
  }
}

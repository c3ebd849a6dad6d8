import type { Line } from '@bus/line';
import type { AsciiOptions } from './framing/ascii.js';
import { chosenFraming, type FramingChoice } from './framing/framing-choice.js';
import { ModbusUnit } from './modbus-unit.js';
import type { UnitOptions } from './unit-requests.js';

export interface ClientOptions {
  /** `rtu` by default. */
  framing?: FramingChoice;
}

/** What one device needs differently, its framing included: two devices on one port may use different ones. */
export interface ClientUnitOptions extends UnitOptions {
  framing?: FramingChoice;
  /** For ASCII: the last character of frames, the first of answers, leniency. */
  ascii?: AsciiOptions;
}

/**
 * The asking side of Modbus on a line that it shares with whoever else uses it.
 *
 * @example
 * const client = new ModbusClient(line);
 * const temperature = await client.unit(1).readRegister(289, { decimals: 1 });
 */
export class ModbusClient {
  readonly line: Line;
  readonly #framing: FramingChoice;

  constructor(line: Line, { framing = 'rtu' }: ClientOptions = {}) {
    this.line = line;
    this.#framing = framing;
  }

  /**
   * The device with address `id`. On serial lines 1..247, or 0 for a broadcast to all; with Modbus TCP 0..255, where 255
   * (or 0) is a device that is reached directly and 1..247 one behind a gateway.
   *
   * @throws {UsageError} the framing has no such unit.
   *
   * @example const meter = client.unit(3, { framing: 'ascii', minGap: 30 });
   */
  unit(id: number, { framing, ascii, ...options }: ClientUnitOptions = {}): ModbusUnit {
    const choice = framing ?? (ascii === undefined ? this.#framing : 'ascii');
    return new ModbusUnit(this.line, chosenFraming(choice, ascii), id, options);
  }

  /** Closes the line, for everybody who uses it. */
  close(): Promise<void> {
    return this.line.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

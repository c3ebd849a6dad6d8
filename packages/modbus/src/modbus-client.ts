import type { Line } from '@bus/line';
import { rtuFraming } from './framing/rtu.js';
import { ModbusUnit } from './modbus-unit.js';

/**
 * The asking side of Modbus on a line that it shares with whoever else uses it.
 *
 * @example
 * const client = new ModbusClient(line);
 * const temperature = await client.unit(1).readRegister(289, { decimals: 1 });
 */
export class ModbusClient {
  readonly line: Line;

  constructor(line: Line) {
    this.line = line;
  }

  /**
   * The device with address `id`: 1..247, or 0 for a broadcast to all.
   *
   * @throws {UsageError} any other number.
   */
  unit(id: number): ModbusUnit {
    return new ModbusUnit(this.line, rtuFraming, id);
  }

  /** Closes the line, for everybody who uses it. */
  close(): Promise<void> {
    return this.line.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

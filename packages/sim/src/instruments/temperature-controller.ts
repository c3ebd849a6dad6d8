import { MemoryBank } from '@bus/modbus';
import { type ModbusInstrument, modbusInstrument } from './modbus-instrument.js';

/** Settings of a simulated temperature controller. */
export interface TemperatureControllerOptions {
  /** Address on the line, 1..247; 1 by default. */
  unit?: number;
  /** Milliseconds from the end of a request to the answer; 3.5 characters when absent. */
  delay?: number;
}

/** 37 bits from coil 19 and 22 bits from input 196: the examples of functions 1 and 2 in the Modbus specification. */
const COILS_19 = '1011001111010110010011010111000011011';
const INPUTS_196 = '0011010111011011101011';

/**
 * A simulated temperature controller with functions 1 to 6, 15 and 16. It keeps what is written to it; nothing changes by
 * itself.
 *
 * | table | address | meaning |
 * |---|---|---|
 * | holding | 24 | set point, one decimal: 800 = 80.0 |
 * | holding | 100..109 | ten free registers, 0 |
 * | holding, input | 289 | process value, one decimal: 772 = 77.2 |
 * | holding, input | 290 | deviation from the set point, one decimal, signed: −2.8 |
 * | coil | 19..55 | 37 relays, some on |
 * | coil | 172..174 | outputs: heating on, cooling off, alarm off |
 * | discrete input | 196..217 | 22 digital inputs, some on |
 *
 * @example
 * const controller = temperatureController({ unit: 5 });
 * line.attach(controller);
 * controller.bank.holdingRegisters.set(289, 801); // 80.1
 */
export function temperatureController({
  unit = 1,
  delay,
}: TemperatureControllerOptions = {}): ModbusInstrument {
  const measured = { 289: 772, 290: 0x10000 - 28 };
  const bank = new MemoryBank({
    holdingRegisters: { 24: 800, ...row(100, new Array<number>(10).fill(0)), ...measured },
    inputRegisters: measured,
    coils: { ...row(19, bits(COILS_19)), ...row(172, [true, false, false]) },
    discreteInputs: row(196, bits(INPUTS_196)),
  });
  return modbusInstrument({ unit, bank, ...(delay === undefined ? {} : { delay }) });
}

/** Bits as they stand in a row of addresses, the first one first. */
function bits(text: string): boolean[] {
  return Array.from(text, digit => digit === '1');
}

function row<T>(start: number, values: readonly T[]): Record<number, T> {
  return Object.fromEntries(values.map((value, index) => [start + index, value]));
}

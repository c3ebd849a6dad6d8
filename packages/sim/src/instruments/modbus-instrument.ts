import { UsageError } from '@bus/line';
import {
  answerRequest,
  BROADCAST,
  MAX_UNIT,
  type MemoryBank,
  type ModbusFraming,
  rtuFraming,
} from '@bus/modbus';
import type { SimulatedInstrument } from './simulated-instrument.js';

/** What everybody may be told to do: nobody reads from everybody. */
const BROADCASTABLE: ReadonlySet<number> = new Set([5, 6, 15, 16, 21, 22]);

/** What a simulated Modbus device is made of. */
export interface ModbusInstrumentOptions {
  /** Address on the line, 1..247; a function, asked before and after each request, when it can change. */
  unit: number | (() => number);
  /** The device's memory. */
  bank: MemoryBank;
  /** RTU by default; `asciiFraming()` for a device that speaks ASCII. */
  framing?: ModbusFraming;
  /** Function codes that the device knows; all that `@bus/modbus` knows by default. */
  functions?: ReadonlySet<number>;
  /** Milliseconds from the end of a request to the answer; 3.5 characters when absent. */
  delay?: number;
  /** Answers broadcast writes from its own address, as some devices do against the rules; false by default. */
  answersBroadcast?: boolean;
}

/** A simulated device that speaks Modbus. */
export interface ModbusInstrument extends SimulatedInstrument {
  /** The device's memory: look at it, or change it as the process would. */
  readonly bank: MemoryBank;
  answer(frame: Uint8Array): Uint8Array | undefined;
}

/**
 * A device with a memory that answers Modbus requests to its address. Broadcasts (unit 0) that only write are carried out
 * and not answered, and others ignored.
 *
 * @throws {UsageError} `unit` is not 1..247.
 *
 * @example
 * const bank = new MemoryBank({ holdingRegisters: { 100: 4711 } });
 * line.attach(modbusInstrument({ unit: 7, bank }));
 */
export function modbusInstrument(options: ModbusInstrumentOptions): ModbusInstrument {
  const { bank, framing = rtuFraming, functions, delay, answersBroadcast = false } = options;
  const own = typeof options.unit === 'function' ? options.unit : constant(options.unit);
  return {
    bank,
    framing,
    ...(delay === undefined ? {} : { delay }),
    get unit() {
      return own();
    },
    answer(frame) {
      const { unit, pdu } = framing.unwrap(frame);
      if (unit !== own() && !(unit === BROADCAST && BROADCASTABLE.has(pdu[0]!))) return undefined;
      const answer = answerRequest(pdu, bank, functions);
      if (answer === undefined || (unit === BROADCAST && !answersBroadcast)) return undefined;
      return framing.respond(frame, own(), answer);
    },
  };
}

function constant(unit: number): () => number {
  checkUnit(unit);
  return () => unit;
}

/** @throws {UsageError} unless `unit` is 1..247. */
export function checkUnit(unit: number): void {
  if (!Number.isInteger(unit) || unit < 1 || unit > MAX_UNIT) {
    throw new UsageError(`an instrument's unit must be a whole number from 1 to ${MAX_UNIT}, not ${unit}`);
  }
}

import { type StandardModules, standardModules } from './dcon-modules.js';
import type { ModbusInstrument } from './instruments/modbus-instrument.js';
import { remoteIo } from './instruments/remote-io.js';
import { temperatureController } from './instruments/temperature-controller.js';
import { VirtualLine, type VirtualLineOptions } from './virtual-line.js';

/** The line of `simulatedLine()` with everything on it within reach. */
export interface StandardLine {
  readonly virtual: VirtualLine;
  /** Modbus unit 1. */
  readonly controller: ModbusInstrument;
  /** Modbus unit 2. */
  readonly remoteIo: ModbusInstrument;
  readonly modules: StandardModules;
}

/**
 * The same line as `simulatedLine()`, for those who change what its instruments measure, or pull its plug.
 *
 * @example
 * const { virtual, controller } = standardLine({ baudRate: 19_200 });
 * const client = new ModbusClient(new Line(virtual.transport()));
 * controller.bank.inputRegisters.set(289, 801);
 * await client.unit(1).readRegister(289, { decimals: 1, table: 'input' }); // 80.1
 */
export function standardLine(options: VirtualLineOptions = {}): StandardLine {
  const virtual = new VirtualLine(options);
  const controller = temperatureController({ unit: 1 });
  const io = remoteIo({ unit: 2 });
  const modules = standardModules(options.clock);
  for (const instrument of [controller, io, ...Object.values(modules)]) virtual.attach(instrument);
  return { virtual, controller, remoteIo: io, modules };
}

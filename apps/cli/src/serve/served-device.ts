import type { SimulatedInstrument } from '@bus/sim';
import type { Protocol } from '../protocol.js';

/** Something that was changed from outside. */
export interface TakenWrite {
  /** Address of the device that took it. */
  readonly unit: number;
  /** The device, for people. */
  readonly device: string;
  /** What was done, for people: `holding 24 = 955`. */
  readonly text: string;
  /** Where the values are in a Modbus device. */
  readonly table?: 'holding' | 'coil';
  readonly address?: number;
  readonly values?: readonly (number | boolean)[];
}

/** A simulated device that is served. Those that speak Modbus do so in RTU frames, whatever carries them. */
export interface ServedDevice {
  /** For people: `temperature-controller`, `dcon:7044`, or its name in a device map. */
  readonly name: string;
  readonly speaks: Protocol;
  readonly instrument: SimulatedInstrument;
}

/** Is told of each write that a device takes. */
export type OnWrite = (write: TakenWrite) => void;

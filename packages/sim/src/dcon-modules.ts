import {
  type SimulatedAnalogInputModule,
  type SimulatedAnalogOutputModule,
  type SimulatedCounterModule,
  type SimulatedDigitalModule,
  type SimulatedModule,
  simulatedAnalogInput,
  simulatedAnalogOutput,
  simulatedCounter,
  simulatedDigital,
} from '@bus/dcon';
import type { Clock } from '@bus/line';

/** Volts at the inputs of the simulated I-7017. */
const VOLTS = [4.982, -0.31, 0, 9.75, 2.5, -7.125, 1.2, 'over'] as const;

/** The DCON modules of the simulated line, by what they are. See {@link dconModules} for their addresses. */
export interface StandardModules {
  /** I-7044 at 02. */
  readonly digital: SimulatedDigitalModule;
  /** I-7017 at 03. */
  readonly analogInput: SimulatedAnalogInputModule;
  /** I-7024 at 04. */
  readonly analogOutput: SimulatedAnalogOutputModule;
  /** I-7080 at 05. */
  readonly counter: SimulatedCounterModule;
  /** I-7060 at 0A. */
  readonly relays: SimulatedDigitalModule;
}

/** Fresh modules of each kind. */
export function standardModules(clock?: Clock): StandardModules {
  const time = clock === undefined ? {} : { clock };
  return {
    digital: simulatedDigital('7044', { address: 0x02, ...time }),
    analogInput: simulatedAnalogInput('7017', { address: 0x03, values: VOLTS, ...time }),
    analogOutput: simulatedAnalogOutput('7024', { address: 0x04, typeCode: 0x32, ...time }),
    counter: simulatedCounter('7080', { address: 0x05, ...time }),
    relays: simulatedDigital('7060', { address: 0x0a, checksum: true, ...time }),
  };
}

/**
 * The DCON modules of the simulated line, one of each kind, and one that wants checksums:
 *
 * | address | module | what it has |
 * |---|---|---|
 * | 02 | I-7044 | 8 outputs and 4 inputs |
 * | 03 | I-7017 | 8 analog inputs, ±10 V |
 * | 04 | I-7024 | 4 analog outputs, 0 to 10 V |
 * | 05 | I-7080 | 2 counters |
 * | 0A | I-7060 | 4 outputs and 4 inputs; its checksum is on |
 */
export function dconModules(clock?: Clock): SimulatedModule[] {
  return Object.values(standardModules(clock));
}

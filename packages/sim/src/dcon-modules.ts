import {
  type SimulatedModule,
  simulatedAnalogInput,
  simulatedAnalogOutput,
  simulatedCounter,
  simulatedDigital,
} from '@bus/dcon';
import type { Clock } from '@bus/line';

/** Volts at the inputs of the simulated I-7017. */
const VOLTS = [4.982, -0.31, 0, 9.75, 2.5, -7.125, 1.2, 'over'] as const;

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
  const time = clock === undefined ? {} : { clock };
  return [
    simulatedDigital('7044', { address: 0x02, ...time }),
    simulatedAnalogInput('7017', { address: 0x03, values: VOLTS, ...time }),
    simulatedAnalogOutput('7024', { address: 0x04, typeCode: 0x32, ...time }),
    simulatedCounter('7080', { address: 0x05, ...time }),
    simulatedDigital('7060', { address: 0x0a, checksum: true, ...time }),
  ];
}

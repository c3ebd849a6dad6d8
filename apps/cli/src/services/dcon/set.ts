import type { DataFormat } from '@bus/dcon';
import { ReplyError, UsageError } from '@bus/line';
import type { Context } from '../../context.js';
import {
  askModule,
  type DconAnswered,
  type DconModuleOptions,
  familyOf,
  type Met,
} from './module-options.js';
import type { DconValue } from './module-values.js';

export interface DconSetOptions extends DconModuleOptions {
  /** A digital output, as on the module's label. */
  output?: number;
  /** Its state. */
  on?: boolean;
  /** An analog output. */
  channel?: number;
  /** Its value. */
  value?: number;
  /** What `value` is: V or mA (`engineering`, the default), `percent`, or counts (`hex`). */
  format?: DataFormat;
}

export interface DconSetResult extends DconAnswered, Pick<DconValue, 'kind' | 'channel' | 'value'> {
  /** As the module calls itself. */
  name: string;
}

/**
 * Sets one output of a module, leaves the others as they are, and reads back what it became.
 *
 * @throws {ReplyError} `wrong-echo`: the output is not as it was set.
 * @throws {DconWatchdogTripped} the host watchdog holds the safe values.
 * @throws {BusError} see `exitCodes` for all its codes.
 *
 * @example await dconSet({ address: '02', output: 2, on: true, port: '/dev/ttyUSB1' });
 */
export async function dconSet(options: DconSetOptions, context: Context = {}): Promise<DconSetResult> {
  const { output, on, channel, value, format = 'engineering', ...others } = options;
  const { signal } = context;
  const [what, perform] =
    output !== undefined && on !== undefined && channel === undefined && value === undefined
      ? [`set output ${output} ${on ? 'on' : 'off'}`, (met: Met) => setDigital(met, output, on, signal)]
      : channel !== undefined && value !== undefined && output === undefined && on === undefined
        ? [`set channel ${channel} to ${value}`, (met: Met) => setAnalog(met, channel, value, format, signal)]
        : [undefined, undefined];
  if (what === undefined) {
    throw new UsageError('it is not clear which output is to be set', {
      hint: 'Say --output 2 on, or --channel 0 --value 5.0.',
    });
  }
  const { answer, identity, answered } = await askModule(what, others, context, perform);
  const { elapsed, ...line } = answered;
  return { ...line, name: identity.name, ...answer, elapsed };
}

type Set = Pick<DconValue, 'kind' | 'channel' | 'value'>;

async function setDigital(met: Met, output: number, on: boolean, signal?: AbortSignal): Promise<Set> {
  familyOf(met);
  await met.module.outputs.set(output, on, { verify: true, signal });
  return { kind: 'output', channel: output, value: on };
}

/** Modules take three decimals in engineering units and two in percent. */
const STEP: Readonly<Record<DataFormat, number>> = { engineering: 0.001, percent: 0.01, hex: 1, ohms: 0.001 };

async function setAnalog(
  met: Met,
  channel: number,
  value: number,
  format: DataFormat,
  signal?: AbortSignal,
): Promise<Set> {
  familyOf(met);
  const outputs = met.module.analogOutputs;
  await outputs.write(value, { channel, format, signal });
  const commanded = await outputs.commanded({ channel, signal });
  if (Math.abs(commanded - value) > 0.51 * STEP[format]) {
    throw new ReplyError('wrong-echo', `channel ${channel} was set to ${value}, and reads ${commanded}`, {
      hint: 'Another master, or the host watchdog, has changed it.',
    });
  }
  return { kind: 'analog output', channel, value: commanded };
}

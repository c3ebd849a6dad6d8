import type { Context } from '../../context.js';
import {
  askModule,
  type DconAnswered,
  type DconModuleOptions,
  familyOf,
  type Met,
} from './module-options.js';
import { type DconValue, outputRangesOf, type Reader, readValues } from './module-values.js';

export interface DconReadOptions extends DconModuleOptions {
  /** Digital modules: how often each input has switched, too; false by default. */
  counters?: boolean;
  /** Analog modules whose checksum is off: numbers of any length are taken; false by default. */
  anyWidth?: boolean;
}

export interface DconReadResult extends DconAnswered {
  /** As the module calls itself. */
  name: string;
  values: DconValue[];
}

/**
 * Reads everything that a module has: outputs, inputs, analog channels, counters.
 *
 * @throws {UsageError} the model is not known.
 * @throws {BusError} see `exitCodes` for all its codes.
 *
 * @example const { values } = await dconRead({ address: '02', port: '/dev/ttyUSB1' });
 */
export async function dconRead(
  { counters = false, anyWidth = false, ...options }: DconReadOptions,
  context: Context = {},
): Promise<DconReadResult> {
  const call = { signal: context.signal };
  const { answer, identity, answered } = await askModule('read', options, context, async met =>
    readValues(await readerOf(met, { counters, anyWidth }, call), call),
  );
  const { elapsed, ...line } = answered;
  return { ...line, name: identity.name, values: answer, elapsed };
}

/** Finds out once what every further read needs to know. */
export async function readerOf(
  met: Met,
  wishes: Pick<Reader, 'counters' | 'anyWidth'>,
  call: { signal?: AbortSignal | undefined },
): Promise<Reader> {
  const { module, identity } = met;
  const family = familyOf(met);
  return {
    module,
    family,
    identity,
    ...wishes,
    ranges: await outputRangesOf(module, family, identity, call),
  };
}

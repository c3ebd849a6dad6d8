import { UsageError } from '@bus/line';
import { checkMilliseconds } from '../../check-milliseconds.js';
import type { Connection } from '../../connect.js';
import type { Context } from '../../context.js';
import { formatDconAddress } from '../../dcon-address.js';
import { ExitCode, exitCodeOf } from '../../exit-code.js';
import { type ErrorJson, errorJson } from '../../format-error.js';
import { streamLine } from '../../stream-line.js';
import { beats } from '../poll/beats.js';
import { askingModule, lineOf, meetModule } from './module-options.js';
import { type DconValue, type Reader, readValues } from './module-values.js';
import { type DconReadOptions, readerOf } from './read.js';

export interface DconWatchOptions extends DconReadOptions {
  /** Milliseconds from the beginning of one reading to that of the next; 1000 by default. */
  every?: number;
  /** How many readings; without end by default. */
  times?: number;
}

/** One reading, or why there is none. */
export interface DconSample {
  event: 'sample';
  /** When it was complete: ISO 8601, UTC. */
  time: string;
  /** Two hexadecimal digits. */
  address: string;
  /** As the module calls itself. */
  name: string;
  simulated: boolean;
  values?: DconValue[];
  error?: ErrorJson['error'];
}

/** What came of a watch. */
export interface DconWatchSummary {
  event: 'summary';
  /** Readings, those that failed included. */
  samples: number;
  /** Readings that were left out, because the one before took longer. */
  missed: number;
  failed: number;
  /** The exit code of the latest reading that failed; 0 when none did. */
  failure: number;
}

export type DconWatchEvent = DconSample | DconWatchSummary;

/** Failures that the next reading may not have; everything else ends a watch. */
const passing: readonly number[] = [ExitCode.NO_REPLY, ExitCode.BAD_FRAME];

/**
 * Reads everything that a module has, again and again, on a line that stays open. An answer that is missing or damaged
 * is a sample of its own, and reading goes on. The summary comes last, also when the context's signal fires.
 *
 * @throws {UsageError} how often makes no sense, or the model is not known.
 * @throws {BusError} the module was not there in the beginning, or the port failed.
 *
 * @example for await (const event of dconWatch({ address: '02', every: 500, times: 10 })) console.log(event);
 */
export async function* dconWatch(
  options: DconWatchOptions,
  context: Context = {},
): AsyncGenerator<DconWatchEvent, DconWatchSummary> {
  const { counters = false, anyWidth = false, ...rest } = options;
  const { every = 1000, times = Number.POSITIVE_INFINITY, ...module } = rest;
  checkMilliseconds('every', every, 0);
  if (!(times >= 1)) throw new UsageError(`times must be 1 or more, not ${times}`);
  const { signal } = context;
  const stream = streamLine(
    askingModule('watch', module),
    lineOf(module),
    context,
    async function* (connection) {
      const met = await meetModule(connection, module, signal);
      const reader = await readerOf(met, { counters, anyWidth }, { signal });
      return yield* samples(reader, connection, { every, times, signal });
    },
  );
  const { summary } = yield* stream;
  yield summary;
  return summary;
}

interface Rounds {
  readonly every: number;
  readonly times: number;
  readonly signal: AbortSignal | undefined;
}

async function* samples(
  reader: Reader,
  { line, simulated }: Pick<Connection, 'line' | 'simulated'>,
  { every, times, signal }: Rounds,
): AsyncGenerator<DconSample, DconWatchSummary> {
  const { identity, module } = reader;
  const said = { address: formatDconAddress(module.address), name: identity.name, simulated };
  const summary: DconWatchSummary = {
    event: 'summary',
    samples: 0,
    missed: 0,
    failed: 0,
    failure: ExitCode.OK,
  };
  const rhythm = beats({
    clock: { now: () => performance.now() },
    start: performance.now(),
    pause: milliseconds => line.pause(milliseconds, signal).then(() => true),
    ...{ every, times },
  });
  try {
    for await (const skipped of rhythm) {
      const { exitCode, ...read } = await sample(reader, signal);
      summary.samples += 1;
      summary.missed += skipped;
      if (exitCode !== ExitCode.OK) {
        summary.failed += 1;
        summary.failure = exitCode;
      }
      yield { event: 'sample', time: new Date().toISOString(), ...said, ...read };
    }
  } catch (error) {
    // Given up by the caller: what was counted so far is the result.
    if (!signal?.aborted) throw error;
  }
  return summary;
}

async function sample(
  reader: Reader,
  signal: AbortSignal | undefined,
): Promise<Pick<DconSample, 'values' | 'error'> & { exitCode: number }> {
  try {
    return { values: await readValues(reader, { signal }), exitCode: ExitCode.OK };
  } catch (error) {
    const exitCode = exitCodeOf(error);
    if (!passing.includes(exitCode)) throw error;
    return { error: errorJson(error).error, exitCode };
  }
}

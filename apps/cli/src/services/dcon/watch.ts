import { type BusError, UsageError } from '@bus/line';
import type { Context } from '../../context.js';
import { ExitCode, exitCodeOf } from '../../exit-code.js';
import { askModule } from './module-options.js';
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
  /** When it was complete. */
  time: Date;
  /** Two hexadecimal digits. */
  address: string;
  name: string;
  simulated: boolean;
  values?: DconValue[];
  error?: BusError;
}

/** What came of a watch. */
export interface DconWatched {
  samples: number;
  /** The error of the latest reading that failed. */
  error?: BusError;
}

/** Failures that the next reading may not have; everything else ends a watch. */
const passing: readonly number[] = [ExitCode.NO_REPLY, ExitCode.BAD_FRAME];

/**
 * Reads everything that a module has, again and again, on a line that stays open. An answer that is missing or damaged
 * is a sample of its own, and reading goes on.
 *
 * @throws {AbortedError} the context's signal fired: the usual end.
 * @throws {BusError} the module was not there in the beginning, or the port failed.
 *
 * @example await dconWatch({ address: '02', every: 500, times: 10 }, {}, ({ values }) => console.log(values));
 */
export async function dconWatch(
  { counters = false, every = 1000, times = Number.POSITIVE_INFINITY, ...options }: DconWatchOptions,
  context: Context,
  onSample: (sample: DconSample) => void,
): Promise<DconWatched> {
  if (!(every >= 0 && every < 2 ** 31))
    throw new UsageError(`every must be 0 or more milliseconds, not ${every}`);
  if (!(times >= 1)) throw new UsageError(`times must be 1 or more, not ${times}`);
  const call = { signal: context.signal };
  const { answer } = await askModule('watch', options, context, async met => {
    const { line, simulated } = met.connection;
    const reader = await readerOf(met, counters, call);
    const said = { address: options.address.toUpperCase(), name: met.identity.name, simulated };
    const watched: DconWatched = { samples: 0 };
    const start = performance.now();
    for (;;) {
      const outcome = await sample(reader, call);
      onSample({ time: new Date(), ...said, ...outcome });
      watched.samples += 1;
      if (outcome.error !== undefined) watched.error = outcome.error;
      if (watched.samples >= times) return watched;
      // Whatever a reading takes, the next one begins on the beat: beats that were missed are left out.
      const elapsed = performance.now() - start;
      await line.pause(every === 0 ? 0 : every - (elapsed % every), context.signal);
    }
  });
  return answer;
}

async function sample(
  reader: Reader,
  call: { signal?: AbortSignal | undefined },
): Promise<Pick<DconSample, 'values' | 'error'>> {
  try {
    return { values: await readValues(reader, call) };
  } catch (error) {
    if (passing.includes(exitCodeOf(error))) return { error: error as BusError };
    throw error;
  }
}

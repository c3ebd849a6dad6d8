import { BusError, UsageError } from '@bus/line';
import { ModbusClient } from '@bus/modbus';
import { type Answered, ask } from '../../ask.js';
import { checkMilliseconds } from '../../check-milliseconds.js';
import type { Connection } from '../../connect.js';
import type { Context } from '../../context.js';
import { ExitCode, exitCodeOf } from '../../exit-code.js';
import { errorJson } from '../../format-error.js';
import type { ConnectionOptions } from '../../settings.js';
import { streamLine } from '../../stream-line.js';
import type { ReadResult } from '../read.js';
import { type Meant, meantTargets } from './meant-targets.js';
import { aboutReading, type FailedReading, type Reading, readTarget } from './reading.js';
import { describeTargets, given, type Target } from './target.js';

export interface ReadAllOptions extends ConnectionOptions, Meant {}

export interface ReadAllResult extends Answered {
  readings: (Reading | FailedReading)[];
  /** The exit code of the first reading that failed; 0 when none did. */
  failure: number;
}

/** One reading of a stream. */
export type ReadingEvent = { event: 'reading'; time: string } & (Reading | FailedReading);

export interface ReadSummary {
  event: 'summary';
  /** How often everything was read. */
  rounds: number;
  /** Rounds that were left out, because the one before took longer. */
  missed: number;
  readings: number;
  failed: number;
  /** The exit code of the latest reading that failed; 0 when none did. */
  failure: number;
}
export type ReadEvent = ReadingEvent | ReadSummary;

export interface ReadStreamOptions extends ReadAllOptions {
  /** Milliseconds from the beginning of one round to that of the next; 1000 by default. */
  every?: number;
  /** How many rounds; without end by default. */
  repeat?: number;
}

/** Failures of one reading that say nothing of the others. */
const single: readonly number[] = [ExitCode.NO_REPLY, ExitCode.DEVICE, ExitCode.BAD_FRAME];

/**
 * Reads many places, one after the other. What cannot be read is told, and the others are read all the same.
 *
 * @throws {UsageError} what is to be read makes no sense.
 * @throws {BusError} the port failed, or the call was given up.
 *
 * @example const { readings } = await readAll({ units: '1,2', addresses: ['289', '300-303'], port: '/dev/ttyUSB1' });
 */
export async function readAll(options: ReadAllOptions, context: Context = {}): Promise<ReadAllResult> {
  const targets = await meantTargets(meantOf(options));
  const { signal } = context;
  const { answer, answered } = await ask(describeTargets(targets), options, context, async client => {
    const readings: (Reading | FailedReading)[] = [];
    let failure: number = ExitCode.OK;
    // What is asked alone fails alone, with all its facts.
    const [only] = targets;
    if (only !== undefined && targets.length === 1)
      return { readings: [await readTarget(client, only, { signal })], failure };
    for (const target of targets) {
      const { reading, exitCode } = await tryTarget(client, target, { signal });
      readings.push(reading);
      failure ||= exitCode;
    }
    return { readings, failure };
  });
  return {
    port: answered.port,
    framing: answered.framing,
    simulated: answered.simulated,
    ...answer,
    elapsed: answered.elapsed,
  };
}

/** What was read, as `read` tells it, when it is one place. */
export function singleOf({ readings, failure: _, elapsed, ...line }: ReadAllResult): ReadResult | undefined {
  const [first] = readings;
  if (readings.length !== 1 || first === undefined || 'error' in first) return undefined;
  return { ...line, ...first, elapsed };
}

/**
 * Reads many places again and again on a line that stays open. A round that is late is left out, and never made up for.
 *
 * @throws {UsageError} what is to be read, or how often, makes no sense.
 * @throws {BusError} the port failed.
 */
export async function* readStream(
  options: ReadStreamOptions,
  context: Context = {},
): AsyncGenerator<ReadEvent, ReadSummary> {
  const { every = 1000, repeat = Number.POSITIVE_INFINITY } = options;
  checkMilliseconds('every', every, 0);
  if (!(repeat >= 1)) throw new UsageError(`repeat must be 1 or more, not ${repeat}`);
  const targets = await meantTargets(meantOf(options));
  const asking = {
    protocol: 'modbus' as const,
    describe: (framing: string) => `${framing} ${describeTargets(targets)}`,
  };
  const stream = streamLine(asking, options, context, connection =>
    readRounds(connection, targets, { every, repeat, signal: context.signal }),
  );
  const { summary } = yield* stream;
  yield summary;
  return summary;
}

interface Rounds {
  readonly every: number;
  readonly repeat: number;
  readonly signal: AbortSignal | undefined;
}

async function* readRounds(
  { line, framing }: Connection,
  targets: readonly Target[],
  { every, repeat, signal }: Rounds,
): AsyncGenerator<ReadingEvent, ReadSummary> {
  const client = new ModbusClient(line, { framing });
  const summary: ReadSummary = {
    event: 'summary',
    rounds: 0,
    missed: 0,
    readings: 0,
    failed: 0,
    failure: ExitCode.OK,
  };
  const start = performance.now();
  let beat = 0;
  try {
    for (;;) {
      for (const target of targets) {
        const { reading, exitCode } = await tryTarget(client, target, { signal });
        summary.readings += 1;
        if (exitCode !== ExitCode.OK) {
          summary.failed += 1;
          summary.failure = exitCode;
        }
        yield { event: 'reading', time: new Date().toISOString(), ...reading };
      }
      summary.rounds += 1;
      if (summary.rounds >= repeat) return summary;
      const elapsed = performance.now() - start;
      const next = every === 0 ? beat : Math.max(beat + 1, Math.ceil(elapsed / every));
      summary.missed += Math.max(0, next - beat - 1);
      beat = next;
      await line.pause(Math.max(0, beat * every - elapsed), signal);
    }
  } catch (error) {
    // Given up by the caller: what was counted so far is the result.
    if (signal?.aborted) return summary;
    throw error;
  }
}

async function tryTarget(
  client: ModbusClient,
  target: Target,
  call: { signal: AbortSignal | undefined },
): Promise<{ reading: Reading | FailedReading; exitCode: number }> {
  try {
    return { reading: await readTarget(client, target, call), exitCode: ExitCode.OK };
  } catch (error) {
    const exitCode = exitCodeOf(error);
    if (!(error instanceof BusError) || !single.includes(exitCode)) throw error;
    return { reading: { ...aboutReading(target), error: errorJson(error).error }, exitCode };
  }
}

/** What is meant, without all else that was said. */
export function meantOf(options: Meant): Meant {
  const { units, addresses, entities, table, map, points } = options;
  const { type, order, count, decimals, signed, scale, offset, length, encoding, bit } = options;
  return given({
    ...{ units, addresses, entities, table, map, points },
    ...{ type, order, count, decimals, signed, scale, offset, length, encoding, bit },
  });
}

import { UsageError } from '@bus/line';
import { type Random, randomInteger } from '../random.js';
import { countBytes, joinBytes, type ScheduledBytes } from '../scheduled-bytes.js';
import type { Fault } from './fault.js';

/** Milliseconds: so many, or a number chosen by chance from a range. */
export type TimeRange = number | readonly [min: number, max: number];

/** How `late` delays. */
export interface LateOptions {
  /** The instrument does not wait for the late reply: its next one may come first. False by default. */
  overtakable?: boolean;
}

/**
 * Sends the reply later, by a time in milliseconds or by one chosen from a range.
 *
 * @example late(1500)
 * @example late([250, 550])
 * @example late([250, 550], { overtakable: true }) // as behind a gateway or a radio link that changes the order
 */
export function late(milliseconds: TimeRange, { overtakable = false }: LateOptions = {}): Fault {
  const time = timeFrom('a delay', milliseconds);
  return {
    name: overtakable ? 'late and overtakable' : 'late',
    apply(runs, { random }) {
      const later = shifted(runs, time(random));
      return overtakable ? later.map(run => ({ ...run, overtakable })) : later;
    },
  };
}

/** Sends nothing at all. */
export function silence(): Fault {
  return { name: 'silence', apply: runs => (runs.length === 0 ? runs : []) };
}

/** Sends the reply twice, the second time `pause` milliseconds after the first. */
export function doubled(pause = 0): Fault {
  checkTime(pause);
  return {
    name: 'doubled',
    apply(runs) {
      const last = runs.at(-1);
      return last === undefined ? runs : [...runs, ...shifted(runs, last.at - runs[0]!.at + pause)];
    },
  };
}

/**
 * Hands the reply over in pieces: `whole`, single `bytes`, pieces of a number of bytes, or pieces of a length chosen by
 * chance (`random`), each `pause` milliseconds after the one before.
 *
 * @example chunked(62, 16) // as a USB adaptor with a latency timer of 16 ms
 */
export function chunked(chunks: 'whole' | 'bytes' | 'random' | number, pause = 0): Fault {
  if (typeof chunks === 'number' && !(Number.isInteger(chunks) && chunks >= 1)) {
    throw new UsageError(`a piece must have 1 byte or more, not ${chunks}`);
  }
  checkTime(pause);
  return {
    name: 'chunked',
    apply: (runs, { random }) => {
      const length = (rest: number) => {
        if (chunks === 'random') return randomInteger(random, 1, rest);
        return Math.min(rest, chunks === 'whole' ? rest : chunks === 'bytes' ? 1 : chunks);
      };
      return runs.length === 0 ? runs : pieces(runs, length, pause);
    },
  };
}

/** What `portLoss` does. */
export interface PortLossOptions {
  /** Bytes of the reply that still come; a number chosen by chance when absent. */
  after?: number;
  /** Milliseconds until the port can be opened again, or a range of them; `Infinity` (the default): until `restore`. */
  back?: TimeRange;
}

/** The port of the asking ends disappears during the reply, as when a plug is pulled. */
export function portLoss({ after, back = Number.POSITIVE_INFINITY }: PortLossOptions = {}): Fault {
  if (after !== undefined) checkTime(after);
  const time = back === Number.POSITIVE_INFINITY ? () => back : timeFrom('the time without a port', back);
  return {
    name: 'port loss',
    apply: (runs, { random }) => [{ ...beginning(runs, after, random), portLost: time(random) }],
  };
}

/**
 * The connection is half open: so many bytes of the reply still come, then nothing passes in either direction, and
 * nobody is told. It ends when the asking end is opened anew.
 */
export function halfOpen({ after }: Pick<PortLossOptions, 'after'> = {}): Fault {
  if (after !== undefined) checkTime(after);
  return {
    name: 'half-open',
    apply: (runs, { random }) => [{ ...beginning(runs, after, random), goesDead: true }],
  };
}

/** The first bytes, as many as given or chosen by chance. */
function beginning(
  runs: readonly ScheduledBytes[],
  length: number | undefined,
  random: Random,
): ScheduledBytes {
  const bytes = joinBytes(runs);
  const kept = Math.min(length ?? randomInteger(random, 0, bytes.length), bytes.length);
  return { at: runs[0]?.at ?? 0, bytes: bytes.subarray(0, kept) };
}

/** @throws {UsageError} no time, or no range of times. */
function timeFrom(what: string, milliseconds: TimeRange): (random: Random) => number {
  const [min, max] = typeof milliseconds === 'number' ? [milliseconds, milliseconds] : milliseconds;
  if (!(min >= 0 && max >= min && max < 2 ** 31)) {
    throw new UsageError(`${what} must be 0 or more milliseconds, or a range of them, not ${milliseconds}`);
  }
  return random => min + random() * (max - min);
}

function shifted(runs: readonly ScheduledBytes[], milliseconds: number): readonly ScheduledBytes[] {
  return runs.map(run => ({ ...run, at: run.at + milliseconds }));
}

function pieces(
  runs: readonly ScheduledBytes[],
  length: (rest: number) => number,
  pause: number,
): readonly ScheduledBytes[] {
  let paused = 0;
  const cut: ScheduledBytes[] = [];
  for (const { portLost, goesDead, ...run } of runs) {
    for (let from = 0; from < run.bytes.length; paused += pause) {
      const to = from + length(run.bytes.length - from);
      cut.push({ ...run, at: run.at + paused, bytes: run.bytes.subarray(from, to), whole: true });
      from = to;
    }
    const end = { ...run, at: run.at + paused, bytes: new Uint8Array(0) };
    if (portLost !== undefined) cut.push({ ...end, portLost });
    if (goesDead) cut.push({ ...end, goesDead });
  }
  return countBytes(cut) === 0 ? runs : cut;
}

function checkTime(milliseconds: number): void {
  if (!(milliseconds >= 0 && milliseconds < 2 ** 31)) {
    throw new UsageError(`a delay must be 0 or more milliseconds, not ${milliseconds}`);
  }
}

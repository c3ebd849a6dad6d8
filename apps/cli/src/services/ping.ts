import { AbortedError, UsageError } from '@bus/line';
import { checkMilliseconds } from '../check-milliseconds.js';
import type { Connection } from '../connect.js';
import type { Context } from '../context.js';
import { formatDconAddress, parseDconAddresses } from '../dcon-address.js';
import { parseNumberRanges } from '../number-ranges.js';
import { percentile } from '../percentile.js';
import type { Protocol } from '../protocol.js';
import type { ConnectionOptions } from '../settings.js';
import { streamLine } from '../stream-line.js';
import { harmlessQuestions, modbusFraming, type QuestionName } from './harmless-question.js';
import type { PingEvent, PingedUnit, PingLost, PingReply, PingSummary } from './ping-events.js';
import { outcomeOf, type QuestionOutcome, tryQuestion } from './question-outcome.js';
import { RoundTrips } from './round-trips.js';

export interface PingOptions extends ConnectionOptions {
  /** Modbus units, such as `1,5-8`. */
  units?: string;
  /** DCON addresses, such as `02,0A`. */
  dcon?: string;
  /** DCON: with a checksum; false by default. */
  checksum?: boolean;
  /** How often each is asked; 10 by default, `Infinity` without end. */
  count?: number;
  /** Milliseconds from one round to the next; 200 by default. */
  every?: number;
  /** What Modbus units are asked; a holding register by default. */
  request?: QuestionName;
}

/**
 * Asks units a harmless question again and again, once each, and measures how long the answers take.
 *
 * @throws {UsageError} nobody is named, or a range makes no sense.
 * @throws {TransportError} the port failed.
 *
 * @example for await (const event of ping({ units: '1', port: '/dev/ttyUSB1' })) console.log(event);
 */
export async function* ping(
  options: PingOptions,
  context: Context = {},
): AsyncGenerator<PingEvent, PingSummary> {
  const {
    units,
    dcon,
    checksum = false,
    count = 10,
    every = 200,
    request = 'holding',
    ...settings
  } = options;
  checkMilliseconds('every', every, 0);
  const targets: Target[] = [
    ...(units === undefined ? [] : parseNumberRanges(units, 'units', 0, 255)).map(modbusTarget),
    ...(dcon === undefined ? [] : parseDconAddresses(dcon)).map(dconTarget),
  ];
  if (targets.length === 0)
    throw new UsageError('nobody is named', { hint: 'Give --slave 1, or --dcon 02 for a DCON module.' });
  const protocol: Protocol = units === undefined ? 'dcon' : 'modbus';
  const asking = { protocol, describe: () => `ping ${targets.map(({ name }) => name).join(', ')}` };
  const round = { targets, count, every, request, checksum, signal: context.signal };
  const stream = streamLine(asking, settings, context, connection => pingAll(connection, round));
  const { answered, summary: complete } = yield* stream;
  const summary: PingSummary = {
    ...{ event: 'summary', ...answered, request },
    ...{ units: targets.map(statisticsOf), complete },
  };
  yield summary;
  return summary;
}

interface Target {
  readonly name: string;
  readonly who: Pick<PingedUnit, 'protocol' | 'unit' | 'address'>;
  readonly roundTrips: number[];
  sent: number;
  silent: number;
  damaged: number;
}

const nothing = () => ({ roundTrips: [], sent: 0, silent: 0, damaged: 0 });

function modbusTarget(unit: number): Target {
  return { name: `unit ${unit}`, who: { protocol: 'modbus', unit }, ...nothing() };
}

function dconTarget(unit: number): Target {
  const address = formatDconAddress(unit);
  return { name: `module ${address}`, who: { protocol: 'dcon', unit, address }, ...nothing() };
}

interface Rounds {
  readonly targets: readonly Target[];
  readonly count: number;
  readonly every: number;
  readonly request: QuestionName;
  readonly checksum: boolean;
  readonly signal: AbortSignal | undefined;
}

/** @returns false when it was ended before its count. */
async function* pingAll(
  connection: Connection,
  rounds: Rounds,
): AsyncGenerator<PingReply | PingLost, boolean> {
  const { line } = connection;
  const trips = new RoundTrips(line);
  try {
    await line.open();
    let next = performance.now();
    for (let number = 1; number <= rounds.count; number += 1) {
      for (const target of rounds.targets) {
        // A refusal comes with a round trip, too.
        const outcome = await question(connection, target, rounds);
        yield note(target, number, outcome, trips.latest);
      }
      // A round that took too long moves the next ones, so that none follows at once.
      next = Math.max(next + rounds.every, performance.now());
      if (number < rounds.count) await line.pause(next - performance.now(), rounds.signal);
    }
    return true;
  } catch (error) {
    if (error instanceof AbortedError) return false;
    throw error;
  } finally {
    trips.end();
  }
}

async function question(
  { line, framing }: Connection,
  { who }: Target,
  { request, checksum, signal }: Rounds,
): Promise<QuestionOutcome> {
  if (who.protocol === 'dcon') {
    const { DconClient } = await import('@bus/dcon');
    const module = new DconClient(line).module(who.unit, { checksum });
    return outcomeOf(module.name({ retries: 0, ...(signal === undefined ? {} : { signal }) }));
  }
  const [asked] = await harmlessQuestions([request]);
  const exchange = asked!.exchange(await modbusFraming(framing), who.unit);
  return tryQuestion(line, exchange, { timeout: line.timeout, signal });
}

function note(
  target: Target,
  number: number,
  outcome: QuestionOutcome,
  roundTrip: number | undefined,
): PingReply | PingLost {
  target.sent += 1;
  if (outcome.kind === 'answered' && roundTrip !== undefined) {
    target.roundTrips.push(roundTrip);
    const { exceptionCode } = (outcome.refusal ?? {}) as { exceptionCode?: number };
    const refusal = exceptionCode === undefined ? {} : { exceptionCode };
    return { event: 'reply', ...target.who, number, roundTrip, ...refusal };
  }
  const error = outcome.kind === 'answered' ? undefined : outcome.error;
  if (outcome.kind === 'garbled') target.damaged += 1;
  else target.silent += 1;
  const { code = 'no-reply', message: told = 'no answer was heard', label } = error ?? {};
  // Who was asked stands beside it.
  const message = told.replace(`${label}: `, '');
  return { event: 'lost', ...target.who, number, code, message };
}

function statisticsOf({ who, sent, silent, damaged, roundTrips }: Target): PingedUnit {
  const answered = roundTrips.length;
  const loss = sent === 0 ? 0 : tenth((100 * (sent - answered)) / sent);
  const counts = { ...who, sent, answered, silent, damaged, loss };
  if (answered === 0) return counts;
  const sorted = roundTrips.toSorted((a, b) => a - b);
  const at = (share: number) => percentile(sorted, share);
  const mean = tenth(sorted.reduce((sum, time) => sum + time, 0) / answered);
  return {
    ...counts,
    roundTrip: { min: sorted[0]!, mean, p50: at(0.5), p90: at(0.9), p99: at(0.99), max: sorted.at(-1)! },
  };
}

const tenth = (value: number) => Math.round(value * 10) / 10;

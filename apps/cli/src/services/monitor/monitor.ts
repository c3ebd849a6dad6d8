import { UsageError } from '@bus/line';
import type { HeardChunk } from '../../capture/heard-chunk.js';
import type { CaptureForm } from '../../capture/read-capture.js';
import type { Context } from '../../context.js';
import type { ConnectionOptions } from '../../settings.js';
import { Conversation } from './conversation.js';
import { type MonitorProtocol, serialEars } from './ears.js';
import { heardLive } from './heard-live.js';
import type { MonitorStreamEvent, MonitorSummary } from './monitor-events.js';
import { noiseGuess } from './noise-guess.js';
import { PcapSink } from './pcap-sink.js';

export interface MonitorServiceOptions extends ConnectionOptions {
  /** A recording in place of a port; `-` is what is piped in. */
  capture?: string;
  /** How the recording is written; found out by default. */
  form?: CaptureForm;
  /** Which protocols to listen for; all by default. */
  protocols?: readonly MonitorProtocol[];
  /** Milliseconds after which a request counts as unanswered; 1000 by default. */
  answerWithin?: number;
  /** Milliseconds of silence after which nothing unfinished goes on; 100 by default. */
  silence?: number;
  /** Where RTU frames are written to as pcap. */
  pcap?: string;
  /** Milliseconds after which listening ends; never by default. */
  duration?: number;
}

/**
 * Overhears a line, or reads a recording: nothing is ever sent. Ends with the recording, or when the signal fires.
 *
 * @returns the summary, which is also the last event.
 * @throws {UsageError} the recording makes no sense. @throws {TransportError} the port cannot be opened.
 *
 * @example
 * for await (const event of monitor({ capture: 'line.pcap' })) console.log(event);
 */
export async function* monitor(
  options: MonitorServiceOptions,
  context: Context = {},
): AsyncGenerator<MonitorStreamEvent, MonitorSummary> {
  if (options.capture !== undefined && options.port !== undefined)
    throw new UsageError('give --port or --capture, not both');
  const table = await Table.open(options);
  try {
    const heard =
      options.capture === undefined ? heardLive(options, context, table) : recorded(options.capture, options);
    for await (const each of heard) {
      if ('event' in each) yield each;
      else if ('now' in each) yield* table.passed(each.now);
      else yield* table.hear(each);
    }
    yield* table.end();
    const summary = table.summary();
    yield summary;
    return summary;
  } finally {
    await table.close();
  }
}

async function* recorded(path: string, { form }: MonitorServiceOptions): AsyncGenerator<HeardChunk> {
  const { readCapture } = await import('../../capture/read-capture.js');
  for (const chunk of await readCapture(path, form)) {
    // What is told of a long recording is told bit by bit.
    if (chunk.time !== undefined) yield chunk;
    else
      for (let at = 0; at < chunk.bytes.length; at += PART)
        yield { ...chunk, bytes: chunk.bytes.subarray(at, at + PART) };
  }
}

/** Bytes of a recording without times that are looked at together. */
const PART = 4096;

type MakeConversation = (chunk: HeardChunk, characterTime: number) => Conversation;

/** All conversations of one run. */
class Table {
  /** Milliseconds that a character takes; set when the line is known. */
  characterTime = 0;
  readonly #conversations = new Map<string | undefined, Conversation>();
  readonly #make: MakeConversation;
  readonly #sink: PcapSink | undefined;

  private constructor(make: MakeConversation, sink: PcapSink | undefined) {
    this.#make = make;
    this.#sink = sink;
  }

  static async open({
    protocols,
    answerWithin,
    silence,
    pcap,
    capture,
  }: MonitorServiceOptions): Promise<Table> {
    // Live times are those of the process; recorded ones are what they are.
    const epoch = capture === undefined ? performance.timeOrigin : 0;
    const sink = pcap === undefined ? undefined : await PcapSink.open(pcap, epoch);
    const ears = await serialEars(protocols);
    const { mbapEar } = await import('@bus/modbus/monitor');
    const guess = await noiseGuess();
    const settings = {
      ...(answerWithin === undefined ? {} : { timeout: answerWithin }),
      ...(silence === undefined ? {} : { silence }),
    };
    const make = ({ conversation, tcp }: HeardChunk, characterTime: number) =>
      new Conversation({
        ...settings,
        characterTime,
        ears: tcp ? [mbapEar()] : ears(),
        name: conversation,
        guess,
        ...(sink === undefined ? {} : { onEvent: event => sink.take(event) }),
      });
    return new Table(make, sink);
  }

  hear(chunk: HeardChunk): MonitorStreamEvent[] {
    const { conversation } = chunk;
    const known = this.#conversations.get(conversation) ?? this.#make(chunk, this.characterTime);
    this.#conversations.set(conversation, known);
    return known.hear(chunk.bytes, chunk.time);
  }

  passed(now: number): MonitorStreamEvent[] {
    return [...this.#conversations.values()].flatMap(each => each.passed(now));
  }

  end(): MonitorStreamEvent[] {
    return [...this.#conversations.values()].flatMap(each => each.end());
  }

  summary(): MonitorSummary {
    const all = [...this.#conversations.values()];
    const sum = (key: 'frames' | 'frameBytes' | 'noiseBytes' | 'noisePieces') =>
      all.reduce((total, { monitor: { counters } }) => total + counters[key], 0);
    const durations = all.flatMap(({ duration }) => (duration === undefined ? [] : [duration]));
    return {
      event: 'summary',
      units: all.flatMap(({ units }) => units),
      frames: sum('frames'),
      frameBytes: sum('frameBytes'),
      noiseBytes: sum('noiseBytes'),
      noisePieces: sum('noisePieces'),
      ...(durations.length === 0 ? {} : { duration: Math.round(Math.max(...durations)) }),
      ...(this.#sink === undefined ? {} : { pcapPackets: this.#sink.packets }),
    };
  }

  async close(): Promise<void> {
    await this.#sink?.close();
  }
}

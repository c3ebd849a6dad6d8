import { formatHex } from '@bus/line';
import {
  type HeardFrame,
  Monitor,
  type MonitorEvent,
  type MonitorOptions,
  type UnitHeard,
} from '@bus/line/monitor';
import { percentile } from '../../percentile.js';
import type {
  MonitorAnswer,
  MonitorLatency,
  MonitorNoise,
  MonitorRequest,
  MonitorUnanswered,
  MonitorUnit,
} from './monitor-events.js';

export type ConversationEvent = MonitorRequest | MonitorAnswer | MonitorUnanswered | MonitorNoise;

/** What a piece of noise, perhaps an answer, was probably meant to be; undefined when it resembles nothing. */
export type NoiseGuess = (bytes: Uint8Array, answer: boolean) => string | undefined;

export interface ConversationOptions extends MonitorOptions {
  readonly name: string | undefined;
  readonly guess: NoiseGuess;
  /** Gets every event before it is put into words. */
  readonly onEvent?: (event: MonitorEvent) => void;
}

/** One conversation, and what a monitor tells of it, in words. */
export class Conversation {
  readonly monitor: Monitor;
  readonly #options: ConversationOptions;
  #start: number | undefined;
  #last: number | undefined;

  constructor(options: ConversationOptions) {
    this.#options = options;
    this.monitor = new Monitor(options);
  }

  /** Milliseconds from the first chunk to the last. */
  get duration(): number | undefined {
    return this.#start === undefined || this.#last === undefined ? undefined : this.#last - this.#start;
  }

  hear(bytes: Uint8Array, time: number | undefined): ConversationEvent[] {
    this.#start ??= time;
    this.#last = time ?? this.#last;
    return this.#told(this.monitor.hear(bytes, time));
  }

  passed(now: number): ConversationEvent[] {
    return this.#told(this.monitor.passed(now));
  }

  end(): ConversationEvent[] {
    return this.#told(this.monitor.end());
  }

  /** What was counted, unit by unit, those with the smallest numbers first. */
  get units(): MonitorUnit[] {
    const { units } = this.monitor.counters;
    return units
      .toSorted((a, b) => a.framing.localeCompare(b.framing) || (a.unit ?? -1) - (b.unit ?? -1))
      .map(unit => ({ ...this.#conversation, ...unitOf(unit) }));
  }

  #told(events: readonly MonitorEvent[]): ConversationEvent[] {
    return events.map(event => {
      this.#options.onEvent?.(event);
      return this.#inWords(event);
    });
  }

  #inWords(event: MonitorEvent): ConversationEvent {
    const when = { ...this.#time(event.time), ...this.#conversation };
    switch (event.kind) {
      case 'request':
        return { event: 'request', ...when, ...frameOf(event), ...(event.assumed ? { assumed: true } : {}) };
      case 'answer':
        return {
          event: 'answer',
          ...when,
          ...frameOf(event),
          ...(event.unit === undefined ? {} : { unit: event.unit }),
          ...(event.request === undefined ? {} : { to: event.request.number }),
          ...(event.latency === undefined ? {} : { latency: tenths(event.latency) }),
          late: event.late,
          fits: event.fits,
          ...(event.frame.refusal === undefined ? {} : { refusal: event.frame.refusal }),
        };
      case 'unanswered': {
        const { number, framing, meaning, unit } = frameOf(event.request);
        return {
          event: 'unanswered',
          number,
          ...when,
          framing,
          ...(unit === undefined ? {} : { unit }),
          meaning,
        };
      }
      case 'noise': {
        const guess = this.#options.guess(event.bytes, event.damaged !== undefined);
        return {
          event: 'noise',
          ...when,
          offset: event.offset,
          bytes: formatHex(event.bytes),
          ...(event.damaged === undefined ? {} : { damaged: event.damaged.number }),
          ...(guess === undefined ? {} : { guess }),
        };
      }
    }
  }

  #time(time: number | undefined): { time?: number } {
    return time === undefined || this.#start === undefined ? {} : { time: tenths(time - this.#start) };
  }

  get #conversation(): { conversation?: string } {
    const { name } = this.#options;
    return name === undefined ? {} : { conversation: name };
  }
}

function frameOf(heard: HeardFrame & { readonly kind?: 'request' | 'answer' }) {
  const { number, frame } = heard;
  const { offset, bytes, framing, unit } = frame;
  const side = heard.kind === 'answer' ? 'response' : 'request';
  const meaning = framing.describe(bytes, side);
  const whom = unit === undefined ? {} : { unit };
  return { number, offset, framing: framing.name, ...whom, bytes: formatHex(bytes), meaning };
}

function unitOf({ framing, unit, latencies, ...counts }: UnitHeard): MonitorUnit {
  return {
    framing,
    ...(unit === undefined ? {} : { unit }),
    ...counts,
    ...(latencies.length === 0 ? {} : { latency: latencyOf(latencies) }),
  };
}

function latencyOf(latencies: readonly number[]): MonitorLatency {
  const sorted = latencies.toSorted((a, b) => a - b);
  const mean = sorted.reduce((sum, latency) => sum + latency, 0) / sorted.length;
  return {
    min: tenths(sorted[0]!),
    mean: tenths(mean),
    p50: tenths(percentile(sorted, 0.5)),
    p90: tenths(percentile(sorted, 0.9)),
    max: tenths(sorted.at(-1)!),
  };
}

const tenths = (milliseconds: number): number => Math.round(milliseconds * 10) / 10;

import type { InstrumentValues } from './instruments.js';
import type { LineInfo } from './lines.js';
import type { TraceLine } from './trace-line.js';

/**
 * What can be subscribed to, and what each notification of it carries besides `subscription`. The method of a
 * notification is the topic.
 *
 * - `values`: the last known values of every instrument, then each reading. Instruments are read only while somebody
 *   subscribes.
 * - `trace`: the latest frames of a line, then all further ones, in small batches.
 * - `lines`: the state and counters of every line, then each change; counters at most once a second.
 */
export interface Events {
  values: InstrumentValues;
  trace: { readonly line: string; readonly frames: readonly TraceLine[] };
  lines: LineInfo;
}

export type Topic = keyof Events;
export const topics = ['values', 'trace', 'lines'] as const satisfies readonly Topic[];

/** `params` of a notification. */
export type EventParams<T extends Topic> = Events[T] & { readonly subscription: number };

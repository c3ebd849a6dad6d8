import type { InstrumentValues } from '../../protocol/index.js';
import { formatAge, JUST_READ } from './format.js';

/**
 * How far values can be trusted: `fresh`; `stale`, older than they should be; `failed`, the latest reading failed; `lost`,
 * the line or the server is lost; `none`, never read.
 */
export type Freshness = 'none' | 'fresh' | 'stale' | 'failed' | 'lost';

/** Values younger than this are fresh, in milliseconds. */
const PATIENCE = 5_000;
/** However slowly a line is read, older values are stale. */
const LONGEST_PATIENCE = 15_000;

export interface Standing {
  readonly freshness: Freshness;
  /** Milliseconds, never negative; absent when the values were never read. */
  readonly age?: number;
}

/**
 * Judges values.
 *
 * @param now by the server's clock.
 * @param interval milliseconds between the two latest readings: a slow line's values are not stale between them.
 * @param reachable false: the line or the server is lost.
 */
export function standing(
  values: InstrumentValues | undefined,
  now: number,
  interval: number,
  reachable: boolean,
): Standing {
  const failed = values?.error !== undefined;
  const wrong = reachable ? (failed ? 'failed' : undefined) : 'lost';
  if (values?.readAt === undefined) return { freshness: wrong ?? 'none' };
  const age = Math.max(0, now - values.readAt);
  return { freshness: wrong ?? (age > patienceFor(interval) ? 'stale' : 'fresh'), age };
}

/** How old values may be before they are stale. */
export const patienceFor = (interval: number): number =>
  Math.min(LONGEST_PATIENCE, Math.max(PATIENCE, interval * 2.5));

/** Whether values may be shown as what is, not as what was. */
export const isTrusted = ({ freshness }: Standing): boolean => freshness === 'fresh' || freshness === 'stale';

/** `live`, `12 s old`, `failed, 12 s old`. */
export function standingText({ freshness, age }: Standing): string {
  if (freshness === 'none') return 'waiting for values';
  if (freshness === 'fresh') return 'live';
  if (age === undefined || formatAge(age) === JUST_READ) return freshness;
  return freshness === 'stale' ? formatAge(age) : `${freshness}, ${formatAge(age)}`;
}

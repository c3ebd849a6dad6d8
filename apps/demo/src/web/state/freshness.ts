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

/** What stands between the page and an instrument. */
export type Lost = 'server' | 'line';

export interface Standing {
  readonly freshness: Freshness;
  /** Milliseconds, never negative; absent when the values were never read. */
  readonly age?: number;
  /** What is lost. */
  readonly lost?: Lost;
}

/**
 * Judges values.
 *
 * @param now by the server's clock.
 * @param interval milliseconds between the two latest readings: a slow line's values are not stale between them.
 * @param lost what is lost, if anything is.
 */
export function standing(
  values: InstrumentValues | undefined,
  now: number,
  interval: number,
  lost?: Lost,
): Standing {
  const age = values?.readAt === undefined ? {} : { age: Math.max(0, now - values.readAt) };
  if (lost !== undefined) return { freshness: 'lost', lost, ...age };
  if (values?.error !== undefined) return { freshness: 'failed', ...age };
  if (age.age === undefined) return { freshness: 'none' };
  return { freshness: age.age > patienceFor(interval) ? 'stale' : 'fresh', ...age };
}

/** How old values may be before they are stale. */
export const patienceFor = (interval: number): number =>
  Math.min(LONGEST_PATIENCE, Math.max(PATIENCE, interval * 2.5));

/** Whether values may be shown as what is, not as what was. */
export const isTrusted = ({ freshness }: Standing): boolean => freshness === 'fresh' || freshness === 'stale';

/** `live`, `12 s old`, `failed, 12 s old`, `line lost, 12 s old`. */
export function standingText({ freshness, age, lost }: Standing): string {
  if (freshness === 'none') return 'waiting for values';
  if (freshness === 'fresh') return 'live';
  const old = age === undefined ? JUST_READ : formatAge(age);
  if (freshness === 'stale') return old;
  const what = lost === undefined ? freshness : `${lost} lost`;
  return old === JUST_READ ? what : `${what}, ${old}`;
}

import { BATCH_TIME, LONGEST_ANSWER } from './batch-time.js';
import type { QueuedExchange } from './queued-exchange.js';
import type { Medium } from './transport.js';

/**
 * How long after its time-out an answer is reckoned with unless the line's options say otherwise: it may begin up to three
 * time-outs after its request, then it takes its time on the wire, and an adaptor may keep its end back.
 */
function defaultLateWindow({ exchange, timeout }: QueuedExchange, { characterTime }: Medium): number {
  let longest = exchange.expectations.length === 0 ? LONGEST_ANSWER : 0;
  for (const { length } of exchange.expectations) longest = Math.max(longest, length || LONGEST_ANSWER);
  return 2 * timeout + longest * characterTime + BATCH_TIME;
}

/** How long after its time-out the answer to a call is reckoned with; `chosen` is the line's option. */
export function lateWindowOf(chosen: number | undefined, medium: Medium): (entry: QueuedExchange) => number {
  return entry => chosen ?? defaultLateWindow(entry, medium);
}

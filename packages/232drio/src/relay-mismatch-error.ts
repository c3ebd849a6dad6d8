import { type ErrorDetails, ReplyError } from '@bus/line';
import type { DrioRelays } from './drio-state.js';

/** The relays were read back after a set, and are not as they were ordered. */
export class RelayMismatchError extends ReplyError {
  /** What was ordered. */
  readonly ordered: DrioRelays;
  /** What the unit reported at last. */
  readonly found: DrioRelays;

  constructor(message: string, ordered: DrioRelays, found: DrioRelays, details?: ErrorDetails) {
    super('wrong-echo', message, details);
    this.ordered = ordered;
    this.found = found;
  }

  override get name(): string {
    return 'RelayMismatchError';
  }
}

import { BusError, DeviceError } from '@bus/line';
import type { WriteOutcome } from '../subject.js';

/** What our errors say of a write that failed. */
export function outcomeOf(error: unknown): WriteOutcome {
  if (!(error instanceof BusError)) return 'not-done';
  // What the device says of its state is an answer, whatever the order did to it before.
  return error.facts.outcomeUnknown === true || error instanceof DeviceError ? 'unknown' : 'not-done';
}

import { BusError, DeviceError, type Exchange, type Line, TimeoutError, UsageError } from '@bus/line';

/** What came of one attempt at a question. */
export type QuestionOutcome =
  /** With a value, or with a refusal, which proves as well that somebody is there. */
  | { readonly kind: 'answered'; readonly refusal?: DeviceError }
  | { readonly kind: 'silent'; readonly error: BusError }
  /** Something came, but no sound answer. */
  | { readonly kind: 'garbled'; readonly error: BusError };

/** Failures that say something about the unit, and not about the port. */
const unclear: readonly string[] = [
  'incomplete-reply',
  'checksum',
  'echo-mismatch',
  'echo-ambiguous',
  'wrong-count',
  'wrong-echo',
  'malformed',
];

/** Exceptions by which a gateway says that nobody is behind it at this unit. */
const GATEWAY_CODES: readonly unknown[] = [0x0a, 0x0b];

/**
 * Asks one question once.
 *
 * @throws {BusError} the port failed, the line is busy, or the call was given up: nothing is known of the unit then.
 */
export async function tryQuestion(
  line: Line,
  exchange: Exchange<unknown>,
  options: { timeout: number; signal: AbortSignal | undefined },
): Promise<QuestionOutcome> {
  return outcomeOf(
    line.exchange(exchange, {
      timeout: options.timeout,
      retries: 0,
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    }),
  );
}

/** The outcome of a call that asks once. @throws {BusError} as `tryQuestion` does. */
export async function outcomeOf(call: Promise<unknown>): Promise<QuestionOutcome> {
  try {
    await call;
    return { kind: 'answered' };
  } catch (error) {
    if (error instanceof DeviceError) {
      const { exceptionCode } = error as { exceptionCode?: unknown };
      return GATEWAY_CODES.includes(exceptionCode)
        ? { kind: 'silent', error }
        : { kind: 'answered', refusal: error };
    }
    if (!(error instanceof BusError) || error instanceof UsageError) throw error;
    if (error instanceof TimeoutError && error.code === 'no-reply') return { kind: 'silent', error };
    if (unclear.includes(error.code)) return { kind: 'garbled', error };
    throw error;
  }
}

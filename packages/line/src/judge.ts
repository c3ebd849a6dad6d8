import type { Counters } from './counters.js';
import type { EchoFilter } from './echo.js';
import { BusError, DeviceError, TransportError } from './errors.js';
import { factsOf, failureOf } from './failure.js';
import type { QueuedExchange } from './queued-exchange.js';
import type { Medium } from './transport.js';
import type { Outcome, Turn } from './turn.js';

/** How a call ended: `hold` means that it may be tried again when the connection is back. */
export type Verdict =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'rejected' | 'hold'; readonly error: unknown };

/** True when a unit has answered, be it with a refusal. */
export function isAnswer({ exchange }: QueuedExchange, verdict: Verdict): boolean {
  if (exchange.turnaround !== undefined) return false;
  return verdict.kind === 'value' || verdict.error instanceof DeviceError;
}

interface JudgeParts {
  readonly counters: Counters;
  readonly echo: EchoFilter;
  readonly medium: Medium;
}

/** Decides what the outcome of an attempt means for the call, and counts it. */
export class Judge {
  readonly #parts: JudgeParts;

  constructor(parts: JudgeParts) {
    this.#parts = parts;
  }

  /**
   * What becomes of the call; undefined: another attempt.
   *
   * @param now when the attempt ended, on the line's clock.
   */
  verdict(turn: Turn, outcome: Outcome, now: number): Verdict | undefined {
    return outcome.kind === 'value' || outcome.kind === 'refused'
      ? this.#answered(turn, outcome, now)
      : this.#unanswered(turn, outcome, now);
  }

  #answered(turn: Turn, outcome: Extract<Outcome, { kind: 'value' | 'refused' }>, now: number): Verdict {
    const { counters, medium } = this.#parts;
    const { exchange } = turn.entry;
    if (outcome.kind === 'value') {
      if (exchange.turnaround === undefined) counters.answered(exchange.unit, Math.max(0, now - turn.sentAt));
      return outcome;
    }
    const { error } = outcome;
    if (error instanceof DeviceError) {
      counters.answered(exchange.unit, Math.max(0, now - turn.sentAt));
      counters.of(exchange.unit).exceptions += 1;
    }
    if (error instanceof BusError)
      error.addFacts(exchange.label, factsOf(turn, { medium: medium.name, now }));
    return { kind: 'rejected', error };
  }

  #unanswered(
    turn: Turn,
    outcome: Extract<Outcome, { kind: 'lost' | 'failed' }>,
    now: number,
  ): Verdict | undefined {
    const { counters, echo, medium } = this.#parts;
    const { entry } = turn;
    const { late } = counters.of(entry.exchange.unit);
    const wired = medium.characterTime > 0;
    const context = { medium: medium.name, now, echo: echo.present, wired, late };
    if (outcome.kind === 'lost') {
      const error = new TransportError('disconnected', `${entry.exchange.label}: ${outcome.error.message}`, {
        label: entry.exchange.label,
        facts: factsOf(turn, context),
        cause: outcome.error,
      });
      if (!entry.repeatable && turn.sent) return { kind: 'rejected', error };
      return entry.attempts <= entry.retries ? undefined : { kind: 'hold', error };
    }
    if (turn.sent && outcome.reason === 'timeout') counters.of(entry.exchange.unit).timeouts += 1;
    const final = outcome.reason === 'aborted' || turn.copyHeld || entry.attempts > entry.retries;
    return final || !turn.sent
      ? { kind: 'rejected', error: failureOf(turn, outcome.reason, context) }
      : undefined;
  }
}

import type { Clock } from './clock.js';
import { DeviceError, FrameError, ReplyError, TimeoutError } from './errors.js';
import type { Exchange } from './exchange.js';
import type { Verdict } from './judge.js';
import type { QueuedExchange } from './queued-exchange.js';

/** When a silent unit is asked less often. */
export interface DeadUnitOptions {
  /** Calls in a row that end without an answer before a unit counts as dead. */
  after: number;
  /** Milliseconds between two attempts to reach a dead unit; calls in between fail at once. */
  retryEvery: number;
}

/**
 * Keeps units that do not answer from costing everybody a time-out in each round: after some silent calls a unit is asked
 * only now and then, until it answers again.
 */
export class DeadUnits {
  readonly #options: DeadUnitOptions | undefined;
  readonly #silent = new Map<string, { calls: number; askAgain: number }>();

  readonly #clock: Clock;

  constructor(options: DeadUnitOptions | undefined, clock: Clock) {
    this.#options = options;
    this.#clock = clock;
  }

  /** Why a call is not sent now; undefined: it may be. */
  refusal({ exchange }: QueuedExchange): TimeoutError | undefined {
    if (this.#options === undefined) return undefined;
    const state = this.#silent.get(keyOf(exchange));
    if (state === undefined || state.calls < this.#options.after) return undefined;
    const now = this.#clock.now();
    if (now >= state.askAgain) {
      // This call is the attempt; others meanwhile are refused.
      state.askAgain = now + this.#options.retryEvery;
      return undefined;
    }
    const wait = Math.ceil(state.askAgain - now);
    return new TimeoutError(
      'no-reply',
      `${exchange.label}: not asked, since unit ${exchange.unit} is silent`,
      {
        label: exchange.label,
        facts: { unit: exchange.unit, elapsed: 0, attempt: 0 },
        hint: `It did not answer ${state.calls} calls in a row and is asked again in ${wait} ms.`,
      },
    );
  }

  /** A call ended. */
  observe({ exchange }: QueuedExchange, verdict: Verdict): void {
    if (this.#options === undefined || exchange.turnaround !== undefined) return;
    const alive = signOfLife(verdict);
    if (alive === undefined) return;
    const key = keyOf(exchange);
    if (alive) {
      this.#silent.delete(key);
      return;
    }
    const calls = (this.#silent.get(key)?.calls ?? 0) + 1;
    this.#silent.set(key, { calls, askAgain: this.#clock.now() + this.#options.retryEvery });
  }
}

/** Units of different protocols may have the same number: a silent Modbus unit 2 says nothing of a DCON module 02. */
const keyOf = ({ framing, unit }: Exchange<unknown>): string => `${framing.name} ${unit}`;

/** True: the unit was heard. False: it was silent. Undefined: its line, connection or caller failed, which says nothing of it. */
function signOfLife(verdict: Verdict): boolean | undefined {
  if (verdict.kind === 'value') return true;
  const { error } = verdict;
  if (error instanceof TimeoutError) return error.code === 'line-busy' ? undefined : false;
  const damaged = error instanceof FrameError && error.code === 'checksum';
  return damaged || error instanceof DeviceError || error instanceof ReplyError ? true : undefined;
}

import { UsageError } from '@bus/line';
import { randomFor } from '../random.js';
import type { ScheduledBytes } from '../scheduled-bytes.js';
import type { FaultContext, FaultRecord, PlannedFault } from './fault.js';

/** Decides which faults strike which reply, and remembers it. */
export class FaultPlan {
  readonly #seed: number;
  #planned: readonly PlannedFault[] = [];
  #replies = 0;
  readonly log: FaultRecord[] = [];

  constructor(seed: number, planned: readonly PlannedFault[]) {
    if (!Number.isInteger(seed)) throw new UsageError(`seed must be a whole number, not ${seed}`);
    this.#seed = seed;
    this.planned = planned;
  }

  get planned(): readonly PlannedFault[] {
    return this.#planned;
  }

  set planned(planned: readonly PlannedFault[]) {
    for (const { fault, probability = 1 } of planned) {
      if (!(probability >= 0 && probability <= 1)) {
        throw new UsageError(`the probability of '${fault.name}' must be 0 to 1, not ${probability}`);
      }
    }
    this.#planned = [...planned];
  }

  /** What goes onto the wire in the place of an answer that is due at `time`. */
  apply(time: number, about: Omit<FaultContext, 'random' | 'reply'>): readonly ScheduledBytes[] {
    const reply = this.#replies++;
    const random = randomFor(this.#seed, reply);
    const context: FaultContext = { ...about, random, reply };
    const faults: string[] = [];
    let runs: readonly ScheduledBytes[] = [{ at: 0, bytes: about.answer.slice() }];
    for (const planned of this.#planned) {
      if (!strikes(planned, context)) continue;
      const changed = planned.fault.apply(runs, context);
      if (changed === runs) continue;
      runs = changed;
      faults.push(planned.fault.name);
    }
    if (faults.length > 0) {
      const { unit, request, answer } = about;
      this.log.push({
        reply,
        time,
        unit,
        faults,
        request: request.slice(),
        answer: answer.slice(),
        sent: runs.map(copy),
      });
    }
    return runs;
  }
}

function strikes({ probability, replies, unit }: PlannedFault, context: FaultContext): boolean {
  // Drawn in any case, so that the numbers that follow do not depend on the other conditions.
  const drawn = probability === undefined || context.random() < probability;
  return drawn && (replies?.includes(context.reply) ?? true) && (unit === undefined || unit === context.unit);
}

function copy(run: ScheduledBytes): ScheduledBytes {
  return { ...run, bytes: run.bytes.slice() };
}

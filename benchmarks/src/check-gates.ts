import type { Gate } from './gates.js';
import type { SuiteName } from './options.js';

/** What a gate and a measurement come to. */
export interface Verdict {
  readonly gate: Gate;
  /** Undefined when the suite gave no such number. */
  readonly measured: number | undefined;
  readonly passed: boolean;
}

/**
 * Holds what was measured against the gates of the suites that ran. A number that is missing is a gate that is missed:
 * otherwise a renamed metric would pass for ever.
 */
export function judgeGates(
  gates: readonly Gate[],
  suites: readonly SuiteName[],
  metrics: Readonly<Record<string, number>>,
): Verdict[] {
  return gates
    .filter(({ suite }) => suites.includes(suite))
    .map(gate => {
      const measured = metrics[gate.metric];
      return { gate, measured, passed: measured !== undefined && passes(gate, measured) };
    });
}

function passes({ atLeast, atMost }: Gate, measured: number): boolean {
  return (
    measured >= (atLeast ?? Number.NEGATIVE_INFINITY) && measured <= (atMost ?? Number.POSITIVE_INFINITY)
  );
}

/** `at least 0.9` */
export function limitOf({ atLeast, atMost }: Gate): string {
  return atLeast === undefined ? `at most ${atMost}` : `at least ${atLeast}`;
}

/** The lines that say which gates were missed, and by how much. */
export function describeVerdicts(verdicts: readonly Verdict[]): string {
  const missed = verdicts.filter(({ passed }) => !passed);
  if (missed.length === 0) return `All ${verdicts.length} gates are kept.`;
  const lines = missed.map(({ gate, measured }) => {
    const found = measured === undefined ? 'was not measured' : `is ${measured.toFixed(3)}`;
    return `- ${gate.metric} ${found}, and must be ${limitOf(gate)}`;
  });
  return [`${missed.length} of ${verdicts.length} gates are missed:`, ...lines].join('\n');
}

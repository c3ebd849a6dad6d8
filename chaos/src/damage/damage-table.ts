import type { DamageCount } from './count-damage.js';
import type { DamageCase } from './damage-cases.js';

/** One line of the table: a question, and what became of each kind of damage to its answer. */
export interface DamageRow {
  readonly of: DamageCase;
  readonly counts: readonly DamageCount[];
}

/** A Markdown table: how often a caller would be given a wrong value, for each question and kind of damage. */
export function damageTable(rows: readonly DamageRow[]): string {
  const kinds = [...new Set(rows.flatMap(({ counts }) => counts.map(({ damage }) => damage)))];
  const head = ['damage to the answer', ...rows.map(({ of }) => of.name)];
  const body = kinds.map(kind => [
    kind,
    ...rows.map(({ counts }) => share(counts.find(({ damage }) => damage === kind))),
  ]);
  const checks = ['checked by', ...rows.map(({ of }) => of.check)];
  const lines = [head, head.map(() => '---'), checks, ...body];
  return lines.map(cells => `| ${cells.join(' | ')} |`).join('\n');
}

/**
 * The share of wrong values: `0 of 56`, `1 in 15,304`. A `~` says that a sample was tried, and not every pattern.
 */
export function share(count: DamageCount | undefined): string {
  if (count === undefined) return '–';
  const { wrong, refusals, patterns, exhaustive } = count;
  const bad = wrong + refusals;
  const about = exhaustive ? '' : '~';
  return bad === 0
    ? `${about}0 of ${grouped(patterns)}`
    : `${about}1 in ${grouped(Math.max(1, Math.round(patterns / bad)))}`;
}

const grouped = (value: number): string => value.toLocaleString('en-GB');

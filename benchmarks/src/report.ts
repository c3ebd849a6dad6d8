import { type Environment, environmentLine } from './environment.js';
import type { SuiteResult } from './suite.js';

/** The lines above the tables. */
export function heading(env: Environment): string {
  return [
    environmentLine(env),
    `Medians of up to ${env.rounds} rounds; a ratio is the median of the rounds' ratios, above 1 when ours is the faster.`,
    ...(env.quick ? ['A quick run: good enough to see that it works, not to be quoted.'] : []),
    ...(env.load > env.processors / 2 ? [`Other programs are busy here (load ${env.load.toFixed(1)}).`] : []),
  ].join('\n');
}

/** The closing paragraph. */
export function whereJsWins(suites: readonly Pick<SuiteResult, 'jsWins'>[]): string {
  const wins = suites.flatMap(suite => suite.jsWins);
  if (wins.length === 0) return 'JavaScript was nowhere more than 5 % faster than WebAssembly.';
  return ['Where JavaScript wins against WebAssembly:', ...wins.map(win => `- ${win}`)].join('\n');
}

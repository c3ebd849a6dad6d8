import { mkdir, writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import type { Options } from './options.js';
import type { SuiteResult } from './suite.js';

const RESULTS = new URL('../results/', import.meta.url);

/** Where and how the numbers came about. */
export function environment({ rounds, quick }: Options) {
  return {
    date: new Date().toISOString(),
    node: process.version,
    v8: process.versions.v8,
    platform: `${process.platform}-${process.arch}`,
    processor: cpus()[0]?.model ?? 'unknown',
    processors: cpus().length,
    load: loadavg()[0] ?? 0,
    rounds,
    quick,
  };
}

export type Environment = ReturnType<typeof environment>;

/** The lines above the tables. */
export function heading(env: Environment): string {
  return [
    `${env.date.slice(0, 10)}, Node ${env.node} (V8 ${env.v8}), ${env.platform}, ${env.processors} x ${env.processor}`,
    `Medians of ${env.rounds} rounds; a ratio is the median of the rounds' ratios, above 1 when WASM is faster.`,
    ...(env.quick ? ['A quick run: good enough to see that it works, not to be quoted.'] : []),
    ...(env.load > env.processors / 2 ? [`Other programs are busy here (load ${env.load.toFixed(1)}).`] : []),
  ].join('\n');
}

/** The closing paragraph. */
export function whereJsWins(suites: readonly SuiteResult[]): string {
  const wins = suites.flatMap(suite => suite.jsWins);
  if (wins.length === 0) return 'JavaScript was nowhere more than 5 % faster.';
  return ['Where JavaScript wins:', ...wins.map(win => `- ${win}`)].join('\n');
}

/** Writes the JSON file. */
export async function writeResults(env: Environment, suites: readonly SuiteResult[]): Promise<void> {
  await mkdir(RESULTS, { recursive: true });
  const file = new URL('codec.json', RESULTS);
  const results = suites.map(({ title, cases }) => ({ suite: title, cases }));
  await writeFile(file, `${JSON.stringify({ ...env, results }, null, 2)}\n`);
}

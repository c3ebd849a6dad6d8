import { cpus, loadavg } from 'node:os';
import type { Options } from './options.js';

/** Where and how the numbers came about. */
export function environment({ rounds, quick }: Pick<Options, 'rounds' | 'quick'>) {
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

/** Date, versions and processor, in a line. */
export function environmentLine(env: Environment): string {
  const machine = `${env.platform}, ${env.processors} x ${env.processor}`;
  return `${env.date.slice(0, 10)}, Node ${env.node} (V8 ${env.v8}), ${machine}`;
}

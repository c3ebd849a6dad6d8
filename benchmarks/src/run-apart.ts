import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { MeasureOptions } from './measure.js';
import type { SuiteName } from './options.js';
import type { SuiteResult } from './suite.js';

const CHILD = fileURLToPath(new URL('suite-child.js', import.meta.url));

/** What the process of a suite is told. */
export interface SuiteOrder {
  readonly suite: SuiteName;
  readonly options: MeasureOptions;
}

/** What the process of a suite reports. */
export interface SuiteReport {
  readonly result: SuiteResult;
  /** A number that depends on all that was calculated. */
  readonly proof: number;
}

/**
 * Runs a suite in a process of its own: what V8 has learned about a function from one suite, and what one has left on the
 * heap, would change the times of the next.
 *
 * @param options how long and how often each case is measured.
 * @param child the program that runs the suite.
 * @throws {Error} the process ended without a result; what it said stands on the error output.
 */
export function runApart(suite: SuiteName, options: MeasureOptions, child = CHILD): Promise<SuiteReport> {
  const { rounds, slice } = options;
  return new Promise((resolve, reject) => {
    const running = fork(child);
    running.once('message', report => resolve(report as SuiteReport));
    running.once('error', reject);
    running.once('exit', (code, signal) =>
      reject(new Error(`the suite ${suite} ended without a result (${signal ?? `exit code ${code}`})`)),
    );
    running.send({ suite, options: { rounds, slice } } satisfies SuiteOrder);
  });
}

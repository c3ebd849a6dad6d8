import { mkdir, readFile, writeFile } from 'node:fs/promises';
import type { Environment } from './environment.js';
import type { SuiteName } from './options.js';
import type { SuiteResult } from './suite.js';

/** What a suite found, with when and where. */
export interface StoredResult extends SuiteResult {
  readonly suite: SuiteName;
  readonly environment: Environment;
}

const FOLDER = new URL('../results/', import.meta.url);
const fileOf = (suite: SuiteName): URL => new URL(`${suite}.json`, FOLDER);

/** Keeps the newest result of a suite in `benchmarks/results/`. */
export async function storeResult(result: StoredResult): Promise<void> {
  await mkdir(FOLDER, { recursive: true });
  await writeFile(fileOf(result.suite), `${JSON.stringify(result, null, 2)}\n`);
}

/**
 * The newest results of all these suites.
 *
 * @throws {Error} there is none of one of them; the message says how to get it.
 */
export function newestResults(suites: readonly SuiteName[]): Promise<StoredResult[]> {
  return Promise.all(
    suites.map(async suite => {
      try {
        return JSON.parse(await readFile(fileOf(suite), 'utf8')) as StoredResult;
      } catch (cause) {
        throw new Error(`there is no result of ${suite}: run 'npm run bench -- --only ${suite}' first`, {
          cause,
        });
      }
    }),
  );
}

import { writeFile } from 'node:fs/promises';
import { makeDocument } from './document.js';
import { gates } from './gates.js';
import type { StoredResult } from './results.js';
import { targets } from './targets.js';

const PAGE = 'docs/benchmarks.md';

/**
 * Writes the page of the documentation; returns its path.
 *
 * @throws {Error} one of the results comes from a quick run.
 */
export async function writeDocument(results: readonly StoredResult[]): Promise<string> {
  const quick = results.find(({ environment }) => environment.quick);
  if (quick) throw new Error(`${quick.suite} was measured quickly only: run it without --quick first`);
  await writeFile(new URL(`../../${PAGE}`, import.meta.url), makeDocument(results, gates, targets));
  return PAGE;
}

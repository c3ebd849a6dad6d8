import { writeFile } from 'node:fs/promises';
import { makeDocument } from './document.js';
import type { Results } from './report.js';

const PAGE = 'docs/chaos.md';

/** Writes the page of the documentation; returns its path. */
export async function writeDocument(runs: readonly Results[]): Promise<string> {
  await writeFile(new URL(`../../${PAGE}`, import.meta.url), makeDocument(runs));
  return PAGE;
}

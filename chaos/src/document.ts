import { errorKinds, HEADINGS, type Results, summaryRows, table, verdictLine } from './report.js';

/** The page of the documentation. */
export function makeDocument(results: Results): string {
  const { cells } = results;
  return [table(HEADINGS, summaryRows(cells), 2), errorKinds(cells), verdictLine(cells)].join('\n\n');
}

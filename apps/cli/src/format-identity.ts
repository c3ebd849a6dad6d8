import { formatTable } from './format-table.js';
import type { IdentifyResult } from './services/identify.js';

/** What a device tells of itself, a line for each fact, and then what it did not answer. */
export function formatIdentity({ facts, answers }: IdentifyResult): string[] {
  const told = facts.map(({ name, value }) => [name, value]);
  const missing = answers.filter(({ outcome }) => outcome !== 'answered');
  return [
    ...(told.length === 0 ? ['The device tells nothing of itself.'] : formatTable(told)),
    ...missing.map(
      ({ asked, outcome, reason }) => `${asked}: ${outcome}${reason === undefined ? '' : `: ${reason}`}`,
    ),
  ];
}

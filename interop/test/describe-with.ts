import { describe, expect, it } from 'vitest';
import { type Tool, whatIsMissing } from '../support/tools.ts';

/** Tests that need tools of others: skipped, with the reason, where one is missing; on CI that is a failure. */
export function describeWith(needed: readonly Tool[], title: string, body: () => void): void {
  const reason = whatIsMissing(needed);
  if (reason === undefined) {
    describe(title, body);
  } else if (process.env.CI) {
    describe(title, () => {
      it('finds its tools', () => expect.fail(reason));
    });
  } else {
    console.warn(`skipped: ${title}: ${reason}`);
    describe.skip(`${title} (skipped: ${reason})`, body);
  }
}

import { defineConfig } from 'vitest/config';

/** What every package's tests share: an assertion is compulsory, and the totals are kept for the closing line. */
export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    expect: { requireAssertions: true },
    reporters: ['default', ['json', { outputFile: '.vitest/results.json' }]],
    testTimeout: 30_000,
  },
});

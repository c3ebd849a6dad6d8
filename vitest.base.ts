import { defineConfig } from 'vitest/config';

/** What every package's tests share: an assertion is compulsory, and the totals are kept for the closing line. */
export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    expect: { requireAssertions: true },
    reporters: ['default', ['json', { outputFile: '.vitest/results.json' }]],
    // For machines that are busy with something else: no test passes or fails by the time that it takes.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});

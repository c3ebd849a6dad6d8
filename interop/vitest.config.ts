import { defineConfig, mergeConfig } from 'vitest/config';
import base from '../vitest.base.ts';

/** One file after another: the tests share this machine's pseudo terminals and its patience. */
export default mergeConfig(
  base,
  defineConfig({
    test: {
      include: ['soak/**/*.test.ts', 'support/**/*.test.ts'],
      fileParallelism: false,
      // The native part of serialport works in a process of its own, and not in a worker thread.
      pool: 'forks',
      globalSetup: 'support/global-setup.ts',
      setupFiles: 'test/no-leftovers.ts',
      // Some tests take half a minute on a machine that has nothing else to do.
      testTimeout: 600_000,
      hookTimeout: 600_000,
    },
  }),
);

import { defineConfig, mergeConfig } from 'vitest/config';
import base from '../vitest.base.ts';

/** The checks' own tests: each must be able to fail. */
export default mergeConfig(
  base,
  defineConfig({ cacheDir: '../node_modules/.vite/scripts', test: { include: ['*.test.mjs'] } }),
);

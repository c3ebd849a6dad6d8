import { afterAll, expect } from 'vitest';
import { endStillRunning } from '../support/program.ts';

/** Runs with every test file: nothing is rejected unheard, and no program outlives its test. */
const unheard: unknown[] = [];
process.on('unhandledRejection', reason => unheard.push(reason));
process.on('uncaughtException', error => unheard.push(error));

afterAll(async () => {
  // Rejections are reported a turn of the event loop later.
  await new Promise(resolve => setImmediate(resolve));
  expect({ unheard, running: endStillRunning() }).toEqual({ unheard: [], running: [] });
});

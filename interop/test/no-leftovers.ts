import { afterAll, expect } from 'vitest';
import { endStillRunning } from '../support/program.ts';
import { leftFiles } from '../support/run-folder.ts';

/** Runs with every test file: nothing is rejected unheard, and neither a program nor a file outlives its test. */
const unheard: unknown[] = [];
process.on('unhandledRejection', reason => unheard.push(reason));
process.on('uncaughtException', error => unheard.push(error));
/** What another file has left is that file's failure, and not also this one's. */
const before = new Set(leftFiles());

afterAll(async () => {
  // Rejections are reported a turn of the event loop later.
  await new Promise(resolve => setImmediate(resolve));
  const files = leftFiles().filter(name => !before.has(name));
  const left = { unheard, running: endStillRunning(), files };
  expect(left).toEqual({ unheard: [], running: [], files: [] });
});

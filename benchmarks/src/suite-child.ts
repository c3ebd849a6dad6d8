// Started by run-apart.ts: runs one suite and reports what it found.
import { witness } from './measure.js';
import type { SuiteOrder, SuiteReport } from './run-apart.js';
import { suites } from './suites.js';

process.once('message', async (order: SuiteOrder) => {
  const result = await suites[order.suite](order.options);
  const report: SuiteReport = { result, proof: witness() };
  process.send!(report, () => process.disconnect());
});

import { captureSuite } from './capture-suite.js';
import { checksumSuite } from './checksum-suite.js';
import { coldSuite } from './cold-suite.js';
import { crossoverSuite } from './crossover-suite.js';
import { witness } from './measure.js';
import { type Options, readOptions, type SuiteName, USAGE } from './options.js';
import { environment, heading, whereJsWins, writeResults } from './report.js';
import { scanSuite } from './scan-suite.js';
import type { Suite, SuiteResult } from './suite.js';

const suites: Readonly<Record<SuiteName, Suite>> = {
  checksums: checksumSuite,
  crossover: crossoverSuite,
  scan: scanSuite,
  capture: captureSuite,
  cold: coldSuite,
};

async function run(options: Options): Promise<void> {
  const env = environment(options);
  console.log(heading(env));
  const results: SuiteResult[] = [];
  for (const name of options.suites) {
    const result = await suites[name](options);
    results.push(result);
    console.log(`\n## ${result.title}\n\n${result.text.join('\n\n')}`);
  }
  console.log(`\n${whereJsWins(results)}`);
  await writeResults(env, results);
  console.log(`\nWritten to benchmarks/results/codec.json (proof of work: ${witness()}).`);
}

function optionsOrExit(): Options {
  try {
    return readOptions(process.argv.slice(2));
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n${USAGE}`);
    process.exit(2);
  }
}

await run(optionsOrExit());

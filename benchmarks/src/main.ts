import { describeVerdicts, judgeGates } from './check-gates.js';
import { environment } from './environment.js';
import { gates } from './gates.js';
import { type Options, readOptions, SUITES, USAGE } from './options.js';
import { heading, whereJsWins } from './report.js';
import { newestResults, type StoredResult, storeResult } from './results.js';
import { runApart } from './run-apart.js';
import { writeDocument } from './write-document.js';

async function run(options: Options): Promise<void> {
  console.log(heading(environment(options)));
  const results: StoredResult[] = [];
  let witness = 0;
  for (const suite of options.suites) {
    const { result, proof } = await runApart(suite, options);
    witness = (witness ^ proof) | 0;
    const stored = { suite, environment: environment(options), ...result };
    results.push(stored);
    await storeResult(stored);
    console.log(`\n## ${stored.title}\n\n${stored.text.join('\n\n')}`);
  }
  console.log(`\n${whereJsWins(results)}`);
  console.log(`\nWritten to benchmarks/results/ (proof of work: ${witness}).`);
  if (options.check) check(options, results);
}

function check({ suites: ran }: Options, results: readonly StoredResult[]): void {
  const metrics = Object.assign({}, ...results.map(result => result.metrics)) as Record<string, number>;
  const verdicts = judgeGates(gates, ran, metrics);
  console.log(`\n${describeVerdicts(verdicts)}`);
  if (verdicts.some(({ passed }) => !passed)) process.exitCode = 1;
}

function optionsOrExit(): Options {
  try {
    return readOptions(process.argv.slice(2));
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n${USAGE}`);
    process.exit(2);
  }
}

const options = optionsOrExit();
if (options.writeDocs) console.log(`Written to ${await writeDocument(await newestResults(SUITES))}.`);
else await run(options);

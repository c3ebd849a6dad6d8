import { captureSuite } from './capture-suite.js';
import { describeVerdicts, judgeGates } from './check-gates.js';
import { checksumSuite } from './checksum-suite.js';
import { coldSuite } from './cold-suite.js';
import { crossoverSuite } from './crossover-suite.js';
import { connectionsSuite } from './end-to-end/connections-suite.js';
import { pacedSuite } from './end-to-end/paced-suite.js';
import { ptySuite } from './end-to-end/pty-suite.js';
import { tcpSuite } from './end-to-end/tcp-suite.js';
import { environment } from './environment.js';
import { gates } from './gates.js';
import { hexSuite } from './hex-suite.js';
import { witness } from './measure.js';
import { type Options, readOptions, SUITES, type SuiteName, USAGE } from './options.js';
import { idleLinesSuite } from './overhead/idle-lines-suite.js';
import { lineSuite } from './overhead/line-suite.js';
import { sizeSuite } from './overhead/size-suite.js';
import { startSuite } from './overhead/start-suite.js';
import { heading, whereJsWins } from './report.js';
import { newestResults, type StoredResult, storeResult } from './results.js';
import { crcRivalsSuite } from './rivals/crc-suite.js';
import { receiveSuite } from './rivals/receive-suite.js';
import { transactionSuite } from './rivals/transaction-suite.js';
import { scanSuite } from './scan-suite.js';
import type { Suite } from './suite.js';
import { textSuite } from './text-suite.js';
import { writeDocument } from './write-document.js';

const suites: Readonly<Record<SuiteName, Suite>> = {
  checksums: checksumSuite,
  crossover: crossoverSuite,
  scan: scanSuite,
  text: textSuite,
  hex: hexSuite,
  capture: captureSuite,
  cold: coldSuite,
  'crc-rivals': crcRivalsSuite,
  transaction: transactionSuite,
  receive: receiveSuite,
  tcp: tcpSuite,
  connections: connectionsSuite,
  pty: ptySuite,
  paced: pacedSuite,
  line: lineSuite,
  lines: idleLinesSuite,
  start: startSuite,
  size: sizeSuite,
};

async function run(options: Options): Promise<void> {
  console.log(heading(environment(options)));
  const results: StoredResult[] = [];
  for (const suite of options.suites) {
    const stored = { suite, environment: environment(options), ...(await suites[suite](options)) };
    results.push(stored);
    await storeResult(stored);
    console.log(`\n## ${stored.title}\n\n${stored.text.join('\n\n')}`);
  }
  console.log(`\n${whereJsWins(results)}`);
  console.log(`\nWritten to benchmarks/results/ (proof of work: ${witness()}).`);
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

import { readFile, writeFile } from 'node:fs/promises';
import { describeWrong } from './describe-wrong.js';
import { type Options, readOptions, USAGE } from './options.js';
import {
  errorKinds,
  HEADINGS,
  isFine,
  ownCells,
  type Results,
  summaryRows,
  table,
  thousands,
  verdictLine,
} from './report.js';
import { allRivals } from './rivals/all-rivals.js';
import { runMatrix } from './run-matrix.js';
import { allSubjects } from './subjects/all-subjects.js';
import { writeDocument } from './write-document.js';

async function run({ seed, exchanges, cells, firstBlock, rivalsInDetail, json }: Options): Promise<void> {
  console.log(`Seed ${seed}: ${thousands(exchanges)} exchanges in ${cells.length} cells.`);
  const began = performance.now();
  const results = await runMatrix({
    cells,
    seed,
    exchanges,
    firstBlock,
    onCell: result => {
      if (result.rival && !rivalsInDetail) return;
      for (const wrong of result.wrongs) console.log(describeWrong(result, wrong, seed));
      for (const error of result.escaped) console.log(`NOT CAUGHT: ${error}`);
      if (result.counts.hangs > 0)
        console.log(
          `HANGS: ${result.counts.hangs} in ${result.client} / ${result.framing} / ${result.fault} / ${result.callers}`,
        );
    },
  });
  const seconds = Math.round((performance.now() - began) / 1000);
  console.log(`\n${table(HEADINGS, summaryRows(results), 2)}`);
  console.log(`\nErrors: ${errorKinds(results)}`);
  if (json !== undefined) {
    const kept: Results = { seed, node: process.version, seconds, cells: results };
    await writeFile(json, `${JSON.stringify(kept)}\n`);
  }
  console.log(`\n${verdictLine(rivalsInDetail ? results : ownCells(results))} (seed ${seed}, ${seconds} s)`);
  if (!isFine(results)) process.exitCode = 1;
}

function optionsOrExit(): Options {
  try {
    return readOptions(process.argv.slice(2), [...allSubjects, ...allRivals]);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n${USAGE}`);
    process.exit(2);
  }
}

const options = optionsOrExit();
if (options.writeDocs === undefined) await run(options);
else {
  const runs = await Promise.all(options.writeDocs.map(file => readFile(file, 'utf8')));
  console.log(`Written to ${await writeDocument(runs.map(text => JSON.parse(text) as Results))}.`);
}

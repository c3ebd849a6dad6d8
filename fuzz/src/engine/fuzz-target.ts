import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { corpusFile, findingsFile, readInputs, toLine, writeInputs } from './input-file.js';
import { instrument } from './instrument.js';
import { watchSession } from './watch-session.js';

/**
 * Fuzzes one target, keeps the inputs that reach something new, and writes what broke its promise to its findings.
 *
 * @returns how many different mistakes were found.
 */
export async function fuzzTarget(
  name: string,
  { milliseconds, seed }: { milliseconds: number; seed: number },
): Promise<number> {
  const module = await instrument(name);
  const known = readInputs(findingsFile(name));
  const inputs = [...readInputs(corpusFile(name)), ...known];
  const started = performance.now();
  const { findings, done, executions } = await watchSession({ module, milliseconds, seed, inputs });
  const rate = Math.round((executions * 1000) / (performance.now() - started));
  if (done !== undefined) writeInputs(corpusFile(name), done.corpus);
  const lines = new Set(known.map(toLine));
  for (const { input, error } of findings) {
    console.log(`\n${name}: ${toLine(input)}\n${error}\n`);
    if (lines.has(toLine(input))) continue;
    lines.add(toLine(input));
    mkdirSync(dirname(findingsFile(name)), { recursive: true });
    appendFileSync(findingsFile(name), `// ${error.split('\n')[0]}\n${toLine(input)}\n`);
  }
  const what = `${executions} inputs (${rate}/s), ${done?.reached ?? '?'} places reached, ${done?.corpus.length ?? '?'} inputs kept`;
  console.log(`${name.padEnd(18)} ${what}, ${findings.length} mistakes, seed ${seed}`);
  return findings.length;
}

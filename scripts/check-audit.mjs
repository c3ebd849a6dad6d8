/**
 * Asks the registry for known vulnerabilities in what runs at our users', and fails for those that are high or critical.
 * `scripts/accepted-advisories.json` names those that are put up with: `{ "id", "reason", "until" }`, until a certain day.
 *
 * Where the registry cannot be asked, that is said, and it is a failure only with `--must-run`.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { finish } from './lib/report.mjs';
import { root, runNode } from './lib/run.mjs';

const GRAVE = ['high', 'critical'];

/**
 * What is to be done about the advisories that were found.
 *
 * @param {{ id: string, package: string, severity: string, title: string, url: string }[]} advisories
 * @param {{ id: string, reason: string, until: string }[]} accepted
 * @param {string} today as `2026-11-21`
 * @returns {string[]} the problems.
 */
export function problemsOf(advisories, accepted, today) {
  const problems = [];
  const grave = advisories.filter(({ severity }) => GRAVE.includes(severity));
  for (const { id, package: name, severity, title, url } of grave) {
    const exception = accepted.find(each => each.id === id);
    if (exception === undefined) problems.push(`${name}: ${title} (${severity}, ${id}, ${url})`);
    else if (exception.until < today)
      problems.push(`${name}: ${id} was accepted until ${exception.until} only`);
  }
  for (const { id, reason, until } of accepted) {
    if (!reason || !/^\d{4}-\d\d-\d\d$/.test(until ?? ''))
      problems.push(`${id} is accepted without a reason or a day`);
    if (!grave.some(advisory => advisory.id === id))
      problems.push(`${id} is accepted, but no longer found: take it out`);
  }
  return problems;
}

/**
 * Reads what `pnpm audit --json` printed.
 *
 * @returns {{ advisories: object[] } | { skipped: string }}
 */
export function readAudit(output) {
  const start = output.indexOf('{');
  let answer;
  try {
    answer = JSON.parse(output.slice(start, output.lastIndexOf('}') + 1));
  } catch {
    return { skipped: firstLine(output) };
  }
  if (answer.error) return { skipped: firstLine(answer.error.message ?? answer.error.code) };
  if (typeof answer.advisories !== 'object') return { skipped: 'the registry gave no list of advisories' };
  const advisories = Object.values(answer.advisories).map(advisory => ({
    id: advisory.github_advisory_id ?? String(advisory.id),
    package: advisory.module_name,
    severity: advisory.severity,
    title: advisory.title,
    url: advisory.url,
  }));
  return { advisories };
}

const firstLine = text => text.trim().split('\n').at(0)?.slice(0, 200) || 'pnpm audit said nothing';

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const pnpm = join(root, 'node_modules/pnpm/bin/pnpm.cjs');
  const { output } = await runNode(pnpm, ['audit', '--prod', '--json'], { timeout: 120_000 });
  const { advisories, skipped } = readAudit(output);
  if (skipped !== undefined) {
    console.log(`Skipped, because the registry could not be asked: ${skipped}`);
    process.exit(process.argv.includes('--must-run') ? 1 : 0);
  }
  const accepted = JSON.parse(readFileSync(join(root, 'scripts/accepted-advisories.json'), 'utf8'));
  const today = new Date().toISOString().slice(0, 10);
  finish(
    problemsOf(advisories, accepted, today),
    `No high or critical vulnerability is known; ${advisories.length} lesser ones are.`,
  );
}

/**
 * Checks the habits that keep the sources readable: small files, names in kebab-case, nothing left unfinished, no test
 * switched off without a reason, and no path of somebody's machine.
 */
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { filesBelow } from './lib/files.mjs';
import { finish } from './lib/report.mjs';

const longest = 400;
const medianLimit = 100;

const isSource = path =>
  /^(packages|apps|benchmarks|chaos|fuzz)\/.*\.(tsx?|css)$/.test(path) &&
  !/\.(test|generated|config)\.ts$|\.d\.ts$|\/assembly\//.test(path);
const isCode = path => /\.((m|c)?[jt]s|tsx|css)$/.test(path);
const isTest = path => /\.test\.(m|c)?[jt]s$/.test(path);
const isText = path =>
  /\.((m|c)?[jt]s|tsx|json|ya?ml|md|html|css|sh)$|^\.ci\//.test(path) && !/pnpm-lock\.yaml$/.test(path);
const linesOf = text => text.split('\n').length - (text.endsWith('\n') ? 1 : 0);

// Spelled in pieces so that this file does not break its own rules.
const unfinished = new RegExp(`\\b(TO${'DO'}|FIX${'ME'}|X${'XX'})\\b|\\b[Pp]lace${'holder'}`);
export const machinePath = new RegExp(
  `(^|[^\\w.])(/ho${'me'}/|/Use${'rs'}/|/ro${'ot'}/|/tm${'p'}/|[A-Z]:\\\\Use${'rs'}\\\\)\\w`,
);
const focused = /\b(it|test|describe|suite)(\.\w+)*\.only\b/;
const switchedOff = /\b(it|test|describe|suite)(\.\w+)*\.(skip|todo)\(/;

/** The broken rules of one file, as `{ line, rule }`. */
export function problemsOf(path, text) {
  const problems = [];
  const say = (line, rule) => problems.push({ line, rule });
  if (isCode(path) && !/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)*$/.test(basename(path)))
    say(1, 'the name is not in kebab-case');
  if (isSource(path) && linesOf(text) > longest)
    say(longest + 1, `more than ${longest} lines (${linesOf(text)})`);
  const lines = text.split('\n');
  for (const [index, line] of lines.entries()) {
    if (isText(path) && unfinished.test(line)) say(index + 1, `unfinished: ${line.trim()}`);
    if (isText(path) && machinePath.test(line)) say(index + 1, `a path of one machine: ${line.trim()}`);
    if (!isCode(path)) continue;
    if (focused.test(line)) say(index + 1, 'a test that keeps the others from running');
    if (isTest(path) && switchedOff.test(line) && !hasReason(lines, index))
      say(index + 1, 'a test switched off without a reason in a comment');
  }
  return problems;
}

/** A comment at the end of the line or on the line before. */
const hasReason = (lines, index) =>
  /\/\/ ?\S/.test(lines[index]) || /^\s*(\/\/|\*\/|\/\*\*).*\w/.test(lines[index - 1] ?? '');

/** The upper of the two middle ones when their number is even. */
export const median = numbers => [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? 0;

/** Checks `[path, text]` pairs; returns the lines to print and the two measures. */
export function checkFiles(files) {
  const report = files.flatMap(([path, text]) =>
    problemsOf(path, text).map(({ line, rule }) => `${path}:${line}: ${rule}`),
  );
  const sizes = files.filter(([path]) => isSource(path)).map(([, text]) => linesOf(text));
  const middle = median(sizes);
  if (middle > medianLimit)
    report.push(`the median source file has ${middle} lines, more than ${medianLimit}`);
  return { report, median: middle, sources: sizes.length };
}

function repositoryFiles(root) {
  return filesBelow(root)
    .filter(path => isCode(path) || isText(path))
    .map(path => [path, readFileSync(join(root, path), 'utf8')]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const {
    report,
    median: middle,
    sources,
  } = checkFiles(repositoryFiles(fileURLToPath(new URL('..', import.meta.url))));
  finish(report, `${sources} source files, median ${middle} lines.`);
}

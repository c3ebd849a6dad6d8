/** Prints what a check found and ends it: the problems on stderr, the summary on stdout. */
export function finish(problems, summary) {
  for (const problem of problems) console.error(problem);
  console.log(problems.length ? `${problems.length} problem${problems.length === 1 ? '' : 's'}.` : summary);
  process.exit(problems.length ? 1 : 0);
}

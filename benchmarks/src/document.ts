import { judgeGates, limitOf } from './check-gates.js';
import { environmentLine } from './environment.js';
import type { Gate } from './gates.js';
import { PARTS, type PartName, partOf, type SuiteName } from './options.js';
import { whereJsWins } from './report.js';
import type { StoredResult } from './results.js';
import { formatTable, significant } from './table.js';
import type { Target } from './targets.js';

const TITLES: Readonly<Record<PartName, string>> = {
  codec: 'The codec: WebAssembly against JavaScript',
  rivals: 'The codec against other packages',
  'end-to-end': 'End to end against other packages',
  overhead: 'Overhead',
};

const METHOD = `# Benchmarks

<!-- Made by 'npm run bench -- --write-docs' from the newest results. Change benchmarks/src/document.ts instead. -->

How fast this SDK is, beside other packages for Node and beside what the machine can do at most.

## Method

    npm run bench                        all parts; each takes less than five minutes
    npm run bench -- --only end-to-end   one part or suite, or several with commas
    npm run bench -- --quick             a few rounds, to see that it works
    npm run bench -- --check             fails when a gate is missed
    npm run bench -- --write-docs        makes this page from the newest results

- All cases of a table take turns, round after round, beginning with another one each time. A value is the median of its
  rounds, a ratio the median of the rounds' ratios: what slows a whole round slows both sides. On a shared machine the
  ratios say more than the times.
- Each suite runs in a process of its own: what V8 has learned from one, and what it has left on the heap, would change the
  times of the next.
- V8's young generation has its full size from the beginning. Otherwise it is small again after each collection of the whole
  heap, and what makes many objects, such as arrays of registers, takes twice as long behind some suites as alone.
- Ways to do the same work must give the same result before they are measured, and values are compared while they are.
- End to end, each client runs in a process of its own, against a server of its own, and only one of them works at a time.
  The servers are C programs: libmodbus, and ones that do next to nothing, so that they are not the limit.
- *Bare* rows send a request made once and count the bytes that come back. Nothing is checked, matched or decoded: it is
  what the socket or descriptor itself allows.
- The paced line takes as long for each character as a UART does. Its unit ignores a request that comes before the silence
  which the specification demands, and counts it.
- Other packages are given what they prefer: Buffers, their faster client, their own calls without a promise where there
  are some. jsmodbus opens one question at a time and queues the others.
- A gate is about a third looser than what was measured when it was set, on a machine whose two processors had other work
  as well (load 5 to 10). The load while a part was measured stands above its tables.
- Chunks of scans are read once before each turn, so that none of the sides finds them in the caches because another one has
  been there; each stream is timed by itself.
- Ratios of recordings are the least certain. In two runs on the same day one of them was 40 and 16: the slower side alone
  had changed, probably because its turns last milliseconds and are interrupted more often. Their gates are set by the lower
  ratios.
- A target is what the design asks for. One that is missed is listed with what is known of the reason, and fails nothing.
  Where the reason shows that the target was wrong, a better one stands beside it.
- njs-modbus is not among the rivals: where a target names it, the faster of modbus-serial and jsmodbus stands for it.`;

/** The page of the documentation: method, gates, and the tables of all suites. */
export function makeDocument(
  results: readonly StoredResult[],
  gates: readonly Gate[],
  targets: readonly Target[],
): string {
  const sections = PARTS.flatMap(part => partSection(part, results));
  const wanted = targets.length === 0 ? [] : [targetSection(results, targets)];
  return `${[METHOD, ...wanted, gateSection(results, gates), ...sections].join('\n\n')}\n`;
}

/** The targets that are missed, by how much and why. */
function targetSection(results: readonly StoredResult[], targets: readonly Target[]): string {
  const verdicts = judgeGates(targets, suitesOf(results), metricsOf(results));
  const reasons = new Map(targets.map(({ metric, because }) => [metric, because]));
  const better = new Map(targets.map(({ metric, instead }) => [metric, instead]));
  const missed = verdicts.filter(({ passed }) => !passed);
  const rows = missed.map(({ gate, measured }) => {
    const target = (gate.atLeast ?? gate.atMost)!;
    const number = measured === undefined ? ['-', '-'] : [significant(measured), shareOf(measured / target)];
    return [gate.metric, ...number, limitOf(gate), betterTarget(gate, better.get(gate.metric), measured)];
  });
  const lines = [...new Set(missed.map(({ gate }) => reasons.get(gate.metric)))].map(reason => {
    const own = missed.filter(({ gate }) => reasons.get(gate.metric) === reason);
    return `- ${own.map(({ gate }) => gate.metric).join('; ')}: ${reason ?? 'not explained yet.'}`;
  });
  const kept = `${verdicts.length - missed.length} of ${verdicts.length} targets of the design are reached.`;
  if (missed.length === 0) return `## Targets\n\n${kept}`;
  const table = formatTable(['', 'measured', 'of the target', 'target', 'better target'], rows);
  return `## Targets\n\n${kept} The others:\n\n${table}\n\nWhy:\n\n${lines.join('\n')}`;
}

/** What to ask for instead of a target, and whether it is reached. */
function betterTarget(target: Gate, limit: number | undefined, measured: number | undefined): string {
  if (limit === undefined) return '-';
  const { suite, metric } = target;
  const better = {
    suite,
    metric,
    ...(target.atLeast === undefined ? { atMost: limit } : { atLeast: limit }),
  };
  const [verdict] = judgeGates([better], [suite], measured === undefined ? {} : { [metric]: measured });
  return `${limitOf(better)}, ${verdict!.passed ? 'reached' : 'missed'}`;
}

const shareOf = (share: number): string => `${Math.round(100 * share)} %`;

const metricsOf = (results: readonly StoredResult[]): Record<string, number> =>
  Object.assign({}, ...results.map(result => result.metrics));

const suitesOf = (results: readonly StoredResult[]): SuiteName[] => results.map(({ suite }) => suite);

function partSection(part: PartName, results: readonly StoredResult[]): string[] {
  const own = results.filter(({ suite }) => partOf(suite) === part);
  if (own.length === 0) return [];
  const suites = own.flatMap(({ title, text }) => [`### ${title}`, ...text]);
  const closing = part === 'codec' ? [whereJsWins(own)] : [];
  return [`## ${TITLES[part]}`, environments(own), ...suites, ...closing];
}

/** Each machine and day once, and how busy the machine was. */
function environments(results: readonly StoredResult[]): string {
  const loads = results.map(({ environment }) => environment.load);
  const load = `Load ${Math.min(...loads).toFixed(1)} to ${Math.max(...loads).toFixed(1)}.`;
  return [...new Set(results.map(({ environment }) => `${environmentLine(environment)}.`)), load].join('\n');
}

function gateSection(results: readonly StoredResult[], gates: readonly Gate[]): string {
  const rows = judgeGates(gates, suitesOf(results), metricsOf(results)).map(({ gate, measured, passed }) => [
    gate.metric,
    measured === undefined ? '-' : significant(measured),
    limitOf(gate),
    gate.aim === undefined ? '-' : String(gate.aim),
    passed ? 'kept' : 'missed',
  ]);
  return `## Gates\n\n${formatTable(['', 'measured', 'gate', 'aim', 'verdict'], rows)}`;
}

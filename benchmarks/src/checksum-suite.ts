import {
  type Checksum,
  COPY_AT,
  checksumInputs,
  coreOrThrow,
  jsChecksums,
  publicChecksums,
} from './checksum-data.js';
import { checkAgreement, compileDriver, type Driver } from './driver.js';
import { type MeasureOptions, measure } from './measure.js';
import { median, medianRatio, megabytesPerSecond, winner } from './statistics.js';
import type { CaseResult, SuiteResult } from './suite.js';
import { formatRatio, formatSize, formatTable, formatTime, significant } from './table.js';

const CHECKSUMS: readonly Checksum[] = ['crc16', 'lrc8', 'sum8'];
const SIZES = [8, 64, 256, 4096, 65536, 1048576];
/** What stands in a row, JavaScript first: the others are compared with it. */
const WAYS = ['js', 'wasm copied in', 'wasm resident', 'public'] as const;

/** The four ways to the same checksums. */
function drivers(checksum: Checksum, size: number): Driver[] {
  const core = coreOrThrow();
  const { views, offsets, mask } = checksumInputs(size);
  const name = (way: string) => `${checksum} ${way} ${size}`;
  const { memory } = core;
  const scope = { views, offsets, mask, memory, copyAt: COPY_AT, size };
  const result = [
    compileDriver(name('js'), { ...scope, f: jsChecksums[checksum] }, 'sink ^= f(views[i & mask]);'),
    compileDriver(
      name('copied'),
      { ...scope, f: core[checksum] },
      'memory.set(views[i & mask], copyAt); sink ^= f(copyAt, size);',
    ),
    compileDriver(name('resident'), { ...scope, f: core[checksum] }, 'sink ^= f(offsets[i & mask], size);'),
    compileDriver(name('public'), { ...scope, f: publicChecksums[checksum] }, 'sink ^= f(views[i & mask]);'),
  ];
  checkAgreement(`${checksum} of ${size} bytes`, result, mask + 1);
  return result;
}

interface Row {
  readonly checksum: Checksum;
  readonly size: number;
  readonly medians: readonly number[];
  readonly ratios: readonly number[];
}

/** JavaScript against WASM; where only the copy makes it lose, that is said. */
function verdict({ ratios: [, copied = 0, resident = 0] }: Row): string {
  const outside = winner(copied);
  const inside = winner(resident);
  return outside === inside ? outside : `${outside}; resident: ${inside}`;
}

function cells(row: Row): string[] {
  return [
    `${row.checksum} ${formatSize(row.size)}`,
    ...row.medians.map(formatTime),
    ...[row.medians[0]!, row.medians[2]!].map(ns => significant(megabytesPerSecond(row.size, ns))),
    ...row.ratios.slice(1).map(formatRatio),
    verdict(row),
  ];
}

function results({ checksum, size, medians, ratios }: Row): CaseResult[] {
  return WAYS.map((way, i) => ({
    case: `${checksum}, ${formatSize(size)}, ${way}`,
    bytes: size,
    medianNs: medians[i]!,
    megabytesPerSecond: megabytesPerSecond(size, medians[i]!),
    ratio: ratios[i]!,
  }));
}

function jsWins({ checksum, size, ratios: [, copied = 0, resident = 0, chosen = 0] }: Row): string[] {
  const what = `${checksum} of ${formatSize(size)}`;
  const wins: string[] = [];
  if (winner(copied) === 'JS') wins.push(`${what}, data copied in (WASM at ${formatRatio(copied)})`);
  if (winner(resident) === 'JS') wins.push(`${what}, resident data (WASM at ${formatRatio(resident)})`);
  if (winner(chosen) === 'JS') wins.push(`${what}, the public function (at ${formatRatio(chosen)})`);
  return wins;
}

/** The checksums: the JavaScript twin, WASM with a copy, WASM on its own memory, and the function that chooses. */
export function checksumSuite(options: MeasureOptions): SuiteResult {
  const keys = CHECKSUMS.flatMap(checksum => SIZES.map(size => ({ checksum, size })));
  const times = measure(
    keys.flatMap(({ checksum, size }) => drivers(checksum, size)),
    options,
  );
  const rows = keys.map(({ checksum, size }, i): Row => {
    const own = times.slice(i * WAYS.length, (i + 1) * WAYS.length);
    return { checksum, size, medians: own.map(median), ratios: own.map(way => medianRatio(own[0]!, way)) };
  });
  const head = ['', 'JS', 'WASM, copied in', 'WASM, resident', 'public', 'JS MB/s', 'resident MB/s'];
  const table = formatTable([...head, 'copied/JS', 'resident/JS', 'public/JS', 'winner'], rows.map(cells));
  return {
    title: 'Checksums',
    text: ['Time per call, throughput, and how many times as fast as JavaScript.', table],
    cases: rows.flatMap(results),
    jsWins: rows.flatMap(jsWins),
  };
}

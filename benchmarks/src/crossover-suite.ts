import { COPY_AT, checksumInputs, coreOrThrow, jsChecksums, publicChecksums } from './checksum-data.js';
import { checkAgreement, compileDriver, type Driver } from './driver.js';
import { type MeasureOptions, measure } from './measure.js';
import { crossover, median, medianRatio, megabytesPerSecond } from './statistics.js';
import type { CaseResult, SuiteResult } from './suite.js';
import { formatRatio, formatTable } from './table.js';

const SIZES = [8, 16, 24, 32, 40, 48, 56, 64, 72, 80, 96, 112, 128, 192];
/** Bytes that stand before and behind a part of a larger array. */
const AROUND = 8;
const WAYS = ['js', 'wasm copied in', 'public'];

interface Column {
  readonly checksum: 'crc16' | 'sum8';
  /** A whole array is copied as it is; for a part of one a view has to be made first. */
  readonly what: 'whole' | 'part';
}

const COLUMNS: readonly Column[] = [
  { checksum: 'crc16', what: 'whole' },
  { checksum: 'crc16', what: 'part' },
  { checksum: 'sum8', what: 'whole' },
  { checksum: 'sum8', what: 'part' },
];

/** JavaScript, WASM with a copy, and the function that chooses, on the same inputs. */
function drivers({ checksum, what }: Column, size: number): Driver[] {
  const core = coreOrThrow();
  const whole = what === 'whole';
  const { views, mask } = checksumInputs(whole ? size : size + 2 * AROUND);
  const name = (way: string) => `crossover ${checksum} ${what} ${way} ${size}`;
  const { memory } = core;
  const scope = { views, mask, memory, copyAt: COPY_AT, size, start: AROUND, stop: AROUND + size };
  const input = whole ? 'views[i & mask]' : 'views[i & mask].subarray(start, stop)';
  const call = `sink ^= f(views[i & mask]${whole ? '' : ', start, stop'});`;
  const copyAndCall = `memory.set(${input}, copyAt); sink ^= f(copyAt, size);`;
  const result = [
    compileDriver(name('js'), { ...scope, f: jsChecksums[checksum] }, call),
    compileDriver(name('copied'), { ...scope, f: core[checksum] }, copyAndCall),
    compileDriver(name('public'), { ...scope, f: publicChecksums[checksum] }, call),
  ];
  checkAgreement(`${checksum} of ${size} bytes, ${what}`, result, mask + 1);
  return result;
}

interface Cell extends Column {
  readonly size: number;
  /** Nanoseconds and ratios, by way. */
  readonly medians: readonly number[];
  readonly ratios: readonly number[];
}

function results({ checksum, what, size, medians, ratios }: Cell): CaseResult[] {
  return WAYS.map((way, i) => ({
    case: `${checksum}, ${what}, ${size} B, ${way}`,
    bytes: size,
    medianNs: medians[i]!,
    megabytesPerSecond: megabytesPerSecond(size, medians[i]!),
    ratio: ratios[i]!,
  }));
}

/** From which length on the copy into WASM memory pays, and whether the public functions choose well. */
export function crossoverSuite(options: MeasureOptions): SuiteResult {
  const keys = SIZES.flatMap(size => COLUMNS.map(column => ({ ...column, size })));
  const times = measure(
    keys.flatMap(key => drivers(key, key.size)),
    options,
  );
  const cells = keys.map((key, i): Cell => {
    const own = times.slice(i * WAYS.length, (i + 1) * WAYS.length);
    return { ...key, medians: own.map(median), ratios: own.map(way => medianRatio(own[0]!, way)) };
  });
  const names = COLUMNS.map(({ checksum, what }) => `${checksum}, ${what}`);
  const table = formatTable(
    ['bytes', ...names.flatMap(name => [name, 'public'])],
    SIZES.map((size, row) => [
      String(size),
      ...cells
        .slice(row * COLUMNS.length, (row + 1) * COLUMNS.length)
        .flatMap(({ ratios }) => ratios.slice(1).map(formatRatio)),
    ]),
  );
  const limits = names.map((name, column) => {
    const copied = cells.filter((_, i) => i % COLUMNS.length === column).map(({ ratios }) => ratios[1]!);
    const size = crossover(SIZES, copied);
    return `${name}: ${size === undefined ? `beyond ${SIZES.at(-1)}` : size} bytes`;
  });
  return {
    title: 'Crossover',
    text: [
      'How many times as fast as JavaScript WASM is when the data must be copied in, as a whole array or as a part of one; and the public function on the same data.',
      table,
      `Sizes from which on WASM is nowhere slower: ${limits.join('; ')}.`,
    ],
    cases: cells.flatMap(results),
    jsWins: limits.map(limit => `data copied in that are shorter than the crossover of ${limit}`),
  };
}

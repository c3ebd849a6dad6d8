import { COPY_AT, checksumInputs, coreOrThrow, jsChecksums } from './checksum-data.js';
import { compileDriver, type Driver } from './driver.js';
import { type MeasureOptions, measure } from './measure.js';
import { crossover, median, medianRatio, megabytesPerSecond } from './statistics.js';
import type { CaseResult, SuiteResult } from './suite.js';
import { formatRatio, formatTable } from './table.js';

const SIZES = [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 128, 192];
/** Bytes that stand before and behind a part of a larger array. */
const AROUND = 8;

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

/** JavaScript and WASM with a copy, on the same inputs. */
function drivers({ checksum, what }: Column, size: number): Driver[] {
  const core = coreOrThrow();
  const whole = what === 'whole';
  const { views, mask } = checksumInputs(whole ? size : size + 2 * AROUND);
  const name = (way: string) => `crossover ${checksum} ${what} ${way} ${size}`;
  const scope = {
    views,
    mask,
    memory: core.memory,
    copyAt: COPY_AT,
    size,
    start: AROUND,
    stop: AROUND + size,
  };
  const stretch = whole ? '' : ', start, stop';
  const input = whole ? 'views[i & mask]' : 'views[i & mask].subarray(start, stop)';
  return [
    compileDriver(
      name('js'),
      { ...scope, f: jsChecksums[checksum] },
      `sink ^= f(views[i & mask]${stretch});`,
    ),
    compileDriver(
      name('copied'),
      { ...scope, f: core[checksum] },
      `memory.set(${input}, copyAt); sink ^= f(copyAt, size);`,
    ),
  ];
}

/** From which length on the copy into WASM memory pays. */
export function crossoverSuite(options: MeasureOptions): SuiteResult {
  const keys = COLUMNS.flatMap(column => SIZES.map(size => ({ ...column, size })));
  const times = measure(
    keys.flatMap(key => drivers(key, key.size)),
    options,
  );
  const ratios = keys.map((_, i) => medianRatio(times[2 * i]!, times[2 * i + 1]!));
  const ratiosOf = (column: number) => ratios.slice(column * SIZES.length, (column + 1) * SIZES.length);
  const names = COLUMNS.map(({ checksum, what }) => `${checksum}, ${what}`);
  const table = formatTable(
    ['bytes', ...names],
    SIZES.map((size, row) => [
      String(size),
      ...COLUMNS.map((_, column) => formatRatio(ratiosOf(column)[row]!)),
    ]),
  );
  const limits = names.map((name, column) => {
    const size = crossover(SIZES, ratiosOf(column));
    return size === undefined ? `${name}: beyond ${SIZES.at(-1)} bytes` : `${name}: ${size} bytes`;
  });
  return {
    title: 'Crossover',
    text: [
      'How many times as fast as JavaScript WASM is when the data must be copied in, as a whole array or as a part of one.',
      table,
      `Sizes from which on WASM is nowhere slower: ${limits.join('; ')}.`,
    ],
    cases: keys.flatMap(({ checksum, what, size }, i): CaseResult[] =>
      ['js', 'wasm copied in'].map((way, k) => {
        const medianNs = median(times[2 * i + k]!);
        const throughput = megabytesPerSecond(size, medianNs);
        return {
          case: `${checksum}, ${what}, ${size} B, ${way}`,
          bytes: size,
          medianNs,
          megabytesPerSecond: throughput,
          ratio: k === 0 ? 1 : ratios[i]!,
        };
      }),
    ),
    jsWins: limits.map(limit => `data copied in that are shorter than the crossover of ${limit}`),
  };
}

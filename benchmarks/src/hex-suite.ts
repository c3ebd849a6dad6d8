import { decodeHex, encodeHex, loadText } from '@bus/codec';
import * as js from '@bus/codec/js';
import { checkAgreement, compileDriver, type Driver } from './driver.js';
import { type MeasureOptions, measure } from './measure.js';
import { randomBytes, seededRandom } from './random.js';
import { median, medianRatio, megabytesPerSecond, winner } from './statistics.js';
import type { CaseResult, SuiteResult } from './suite.js';
import { formatRatio, formatTable, significant } from './table.js';

const SIZES = [4, 8, 16, 24, 32, 64, 128, 253, 4096];
const INPUTS = 16;
const WAYS = ['node', 'js', 'public'];
const DIRECTIONS = ['decode', 'encode'] as const;

/** The three ways to do one direction, which must agree on the first and last byte of every result. */
const CALLS = {
  decode: [
    "const r = Buffer.from(texts[i & mask], 'hex');",
    'const r = js.decodeHex(digits[i & mask]);',
    'const r = decodeHex(digits[i & mask]);',
  ],
  encode: [
    "const r = Buffer.from(buffers[i & mask].toString('hex').toUpperCase(), 'latin1');",
    'const r = js.encodeHex(bytes[i & mask]);',
    'const r = encodeHex(bytes[i & mask]);',
  ],
};

interface Row {
  readonly direction: (typeof DIRECTIONS)[number];
  readonly size: number;
  readonly runs: readonly Driver[];
}

function prepare(direction: Row['direction'], size: number): Row {
  const random = seededRandom(77);
  const bytes = Array.from({ length: INPUTS }, () => randomBytes(random, size));
  const digits = bytes.map(input => encodeHex(input));
  const buffers = bytes.map(input => Buffer.from(input));
  const texts = digits.map(input => Buffer.from(input).toString('latin1'));
  const scope = { bytes, digits, buffers, texts, mask: INPUTS - 1, js, decodeHex, encodeHex, Buffer };
  const runs = CALLS[direction].map((call, way) =>
    compileDriver(
      `hex ${direction} ${size} ${WAYS[way]}`,
      scope,
      `${call} sink ^= r.length + r[0] + r[r.length - 1];`,
    ),
  );
  checkAgreement(`${direction} ${size} bytes`, runs, INPUTS);
  return { direction, size, runs };
}

/** Hexadecimal digits both ways: what Node offers, the twin in JavaScript, and the functions that choose. */
export function hexSuite(options: MeasureOptions): SuiteResult {
  if (!loadText()) throw new Error('WebAssembly is not available here');
  const rows = DIRECTIONS.flatMap(direction => SIZES.map(size => prepare(direction, size)));
  const times = measure(
    rows.flatMap(row => row.runs),
    options,
  );
  const measured = rows.map((row, i) => {
    const own = times.slice(WAYS.length * i, WAYS.length * (i + 1));
    const overJs = own.map(way => medianRatio(own[1]!, way));
    return { row, medians: own.map(median), overJs, overNode: medianRatio(own[0]!, own[2]!) };
  });
  const table = formatTable(
    ['bytes', 'Node ns', 'JS ns', 'public ns', 'public/JS', 'public/Node'],
    measured.map(({ row, medians, overJs, overNode }) => [
      `${row.direction} ${row.size}`,
      ...medians.map(significant),
      formatRatio(overJs[2]!),
      formatRatio(overNode),
    ]),
  );
  return {
    title: 'Hexadecimal digits',
    text: [
      'Bytes from digits and digits from bytes, each time into a new array: `Buffer`, the twin in JavaScript, and the public function, which chooses by length.',
      table,
    ],
    cases: measured.flatMap(({ row, medians, overJs }): CaseResult[] =>
      WAYS.map((way, k) => ({
        case: `hex ${row.direction}, ${row.size} B, ${way}`,
        bytes: row.size,
        medianNs: medians[k]!,
        megabytesPerSecond: megabytesPerSecond(row.size, medians[k]!),
        ratio: overJs[k]!,
      })),
    ),
    metrics: Object.fromEntries(
      measured.map(({ row, overNode }) => [`hex, ${row.direction} ${row.size} B: public to Node`, overNode]),
    ),
    jsWins: measured
      .filter(({ overJs }) => winner(overJs[2]!) === 'JS')
      .map(({ row, overJs }) => `hex ${row.direction} of ${row.size} bytes (at ${formatRatio(overJs[2]!)})`),
  };
}

import { createScanner, MAX_RECORDS, RecordKind } from '@bus/codec';
import { createScanner as createJsScanner } from '@bus/codec/js';
import { coreOrThrow } from './checksum-data.js';
import { compileDriver, type Driver } from './driver.js';
import type { MeasureOptions } from './measure.js';
import { seededRandom } from './random.js';
import { SCAN } from './scan-suite.js';
import { median, medianRatio, megabytesPerSecond, winner } from './statistics.js';
import { CACHED, measureStreams, type Stream, streamOf } from './streams.js';
import type { CaseResult, SuiteResult } from './suite.js';
import { formatRatio, formatSize, formatTable, significant } from './table.js';
import { makeTextTraffic, type TextFraming, textFramings } from './text-traffic.js';
import { usualAscii, usualDcon } from './usual-text.js';

const STREAM_SIZE = 65_536;
const STREAMS = 8;
const GARBAGE = [0, 0.05, 0.5];
const CHUNKS = [64, 4096];
const WAYS = ['usual', 'js', 'wasm'];

interface Row {
  readonly name: string;
  /** Bytes of a stream, on average; one operation scans one stream. */
  readonly bytes: number;
  readonly sent: number;
  /** Frames found, by way. */
  readonly found: readonly number[];
  readonly streams: readonly Stream[];
  readonly runs: readonly Driver[];
}

const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
const percent = (share: number) => `${Math.round(100 * share)} %`;

/** The usual scanner and both of ours on the same streams. Throws when ours find a different number of frames. */
function prepare({ name: framing, rules, frame }: TextFraming, garbage: number, chunk: number): Row {
  const random = seededRandom(923);
  const traffic = Array.from({ length: STREAMS }, () =>
    makeTextTraffic({ name: framing, rules, frame }, random, STREAM_SIZE, garbage),
  );
  const name = `${framing}, ${garbage ? `${percent(garbage)} garbage` : 'clean'}, chunks of ${formatSize(chunk)}`;
  const streams = traffic.map(({ bytes }) => streamOf(bytes, chunk));
  const usual = framing === 'ASCII' ? usualAscii : usualDcon;
  const scope = { streams, mask: STREAMS - 1, rules, FRAME: RecordKind.FRAME, MAX_RECORDS };
  const runs = [
    compileDriver(`text ${name} usual`, { ...scope, usual }, 'sink += usual(streams[i & mask]);'),
    compileDriver(`text ${name} js`, { ...scope, scanner: createJsScanner() }, SCAN),
    compileDriver(`text ${name} wasm`, { ...scope, scanner: createScanner() }, SCAN),
  ];
  const found = runs.map(run => sum(streams.map((_, i) => run(1, i))));
  if (found[1] !== found[2])
    throw new Error(`${name}: JavaScript found ${found[1]} frames, WASM ${found[2]}`);
  const bytes = sum(traffic.map(stream => stream.bytes.length)) / STREAMS;
  return { name, bytes, sent: sum(traffic.map(stream => stream.frames)), found, streams, runs };
}

/** Frames of text: what programs usually do, and both scanners. */
export function textSuite(options: MeasureOptions): SuiteResult {
  coreOrThrow();
  const rows = textFramings.flatMap(framing =>
    GARBAGE.flatMap(garbage => CHUNKS.map(chunk => prepare(framing, garbage, chunk))),
  );
  const cases = rows.flatMap(({ streams, runs }) => runs.map(run => ({ streams, run })));
  const times = measureStreams(cases, options);
  const measured = rows.map((row, i) => {
    const own = times.slice(WAYS.length * i, WAYS.length * (i + 1));
    return {
      row,
      medians: own.map(median),
      ratios: own.map(way => medianRatio(own[0]!, way)),
      overJs: medianRatio(own[1]!, own[2]!),
    };
  });
  const table = formatTable(
    [
      'traffic',
      'found: usual, ours/sent',
      'usual MB/s',
      'JS MB/s',
      'WASM MB/s',
      'JS/usual',
      'WASM/usual',
      'WASM/JS',
    ],
    measured.map(({ row, medians, ratios, overJs }) => [
      row.name,
      `${row.found[0]}, ${row.found[2]}/${row.sent}`,
      ...medians.map(ns => significant(megabytesPerSecond(row.bytes, ns))),
      formatRatio(ratios[1]!),
      formatRatio(ratios[2]!),
      formatRatio(overJs),
    ]),
  );
  return {
    title: 'Frames of text',
    text: [
      'What programs usually do (`indexOf` and `Buffer.from` for ASCII, strings for DCON) and both scanners, which found the same number of frames.',
      CACHED,
      table,
    ],
    cases: measured.flatMap(({ row, medians, ratios }): CaseResult[] =>
      WAYS.map((way, k) => ({
        case: `${row.name}, ${way}`,
        bytes: row.bytes,
        medianNs: medians[k]!,
        megabytesPerSecond: megabytesPerSecond(row.bytes, medians[k]!),
        ratio: ratios[k]! / ratios[1]!,
      })),
    ),
    metrics: Object.fromEntries(
      measured.map(({ row, ratios }) => [`text, ${row.name}: WASM to usual`, ratios[2]!]),
    ),
    jsWins: measured
      .filter(({ overJs }) => winner(overJs) === 'JS')
      .map(({ row, overJs }) => `${row.name} (WASM at ${formatRatio(overJs)})`),
  };
}

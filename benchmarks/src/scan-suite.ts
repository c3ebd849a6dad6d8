import { createScanner, MAX_RECORDS, RecordKind, type Scanner } from '@bus/codec';
import { createScanner as createJsScanner } from '@bus/codec/js';
import { coreOrThrow } from './checksum-data.js';
import { compileDriver, type Driver } from './driver.js';
import type { MeasureOptions } from './measure.js';
import { seededRandom } from './random.js';
import { median, medianRatio, megabytesPerSecond, winner } from './statistics.js';
import { CACHED, measureStreams, type Stream, streamOf } from './streams.js';
import type { CaseResult, SuiteResult } from './suite.js';
import { formatRatio, formatSize, formatTable, significant } from './table.js';
import { makeTraffic, rules, type Traffic } from './traffic.js';
import { UsualScanner } from './usual-scanner.js';

const STREAM_SIZE = 65536;
const STREAMS = 8;
const GARBAGE = [0, 0.05, 0.5];
const CHUNKS = [64, 4096];
const WAYS = ['js', 'wasm', 'usual'];

/** Feeds stream `i` chunk by chunk and counts the frames; silence ends the stream. */
export const SCAN = `
  const chunks = streams[i & mask];
  for (let c = 0; c < chunks.length; c++) {
    const chunk = chunks[c];
    for (let from = 0; from < chunk.length; ) {
      from += scanner.write(chunk, from);
      let count;
      do {
        count = scanner.scan(rules, false);
        const records = scanner.records;
        for (let r = 0; r < 3 * count; r += 3) if (records[r] === FRAME) sink++;
      } while (count === MAX_RECORDS);
    }
  }
  const last = scanner.scan(rules, true);
  for (let r = 0; r < 3 * last; r += 3) if (scanner.records[r] === FRAME) sink++;
  scanner.clear();`;

/** The same by the usual scanner. */
const SCAN_USUAL = `
  const chunks = streams[i & mask];
  const found = () => { sink++; };
  for (let c = 0; c < chunks.length; c++) scanner.receive(chunks[c], found);
  scanner.silence(found);`;

interface Row {
  readonly garbage: number;
  readonly chunk: number;
  /** Bytes of a stream, on average; one operation scans one stream. */
  readonly bytes: number;
  readonly sent: number;
  readonly found: number;
  readonly streams: readonly Stream[];
  readonly runs: readonly Driver[];
}

/** All scanners on the same streams. Throws when they find a different number of frames in any of them. */
function prepare(traffic: readonly Traffic[], garbage: number, chunk: number): Row {
  const streams = traffic.map(({ bytes }) => streamOf(bytes, chunk));
  const scope = { streams, mask: STREAMS - 1, rules, FRAME: RecordKind.FRAME, MAX_RECORDS };
  const driver = (way: string, scanner: Scanner) =>
    compileDriver(`scan ${way} ${garbage} ${chunk}`, { ...scope, scanner }, SCAN);
  const usual = { streams, mask: STREAMS - 1, scanner: new UsualScanner() };
  const runs = [
    driver('js', createJsScanner()),
    driver('wasm', createScanner()),
    compileDriver(`scan usual ${garbage} ${chunk}`, usual, SCAN_USUAL),
  ];
  let found = 0;
  for (let i = 0; i < STREAMS; i++) {
    const counts = runs.map(run => run(1, i));
    if (new Set(counts).size > 1) {
      const where = `${percent(garbage)} garbage, chunks of ${chunk} bytes`;
      throw new Error(`${where}: frames found in JavaScript, WASM, the usual way: ${counts.join(', ')}`);
    }
    found += counts[0]!;
  }
  const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
  const bytes = sum(traffic.map(stream => stream.bytes.length)) / STREAMS;
  return { garbage, chunk, bytes, sent: sum(traffic.map(stream => stream.frames)), found, streams, runs };
}

const percent = (share: number) => `${Math.round(100 * share)} %`;
const nameOf = ({ garbage, chunk }: Row) =>
  `${garbage ? `${percent(garbage)} garbage` : 'clean'}, chunks of ${formatSize(chunk)}`;

/** Modbus RTU traffic through both scanners and the usual one. */
export function scanSuite(options: MeasureOptions): SuiteResult {
  coreOrThrow();
  const random = seededRandom(415);
  const rows = GARBAGE.flatMap(garbage => {
    const traffic = Array.from({ length: STREAMS }, () => makeTraffic(random, STREAM_SIZE, garbage));
    return CHUNKS.map(chunk => prepare(traffic, garbage, chunk));
  });
  const cases = rows.flatMap(({ streams, runs }) => runs.map(run => ({ streams, run })));
  const times = measureStreams(cases, options);
  const measured = rows.map((row, i) => {
    const own = times.slice(WAYS.length * i, WAYS.length * (i + 1));
    const [js = [], wasm = [], usual = []] = own;
    const toUsual = [medianRatio(usual, js), medianRatio(usual, wasm)];
    return { row, medians: own.map(median), ratio: medianRatio(js, wasm), toUsual };
  });
  const table = formatTable(
    [
      'traffic',
      'frames found/sent',
      'JS ns/B',
      'WASM ns/B',
      'usual ns/B',
      'JS MB/s',
      'WASM MB/s',
      'WASM/JS',
      'winner',
      'JS/usual',
      'WASM/usual',
    ],
    measured.map(({ row, medians, ratio, toUsual }) => [
      nameOf(row),
      `${row.found}/${row.sent}`,
      ...medians.map(ns => significant(ns / row.bytes)),
      ...medians.slice(0, 2).map(ns => significant(megabytesPerSecond(row.bytes, ns))),
      formatRatio(ratio),
      winner(ratio),
      ...toUsual.map(formatRatio),
    ]),
  );
  return {
    title: 'Frame scanning',
    text: [
      'All scanners found the same number of frames in every stream. *Usual* is how it is mostly done in JavaScript: a Buffer, a CRC by table, a byte skipped where no length fits. Both are given the same Buffers; ours copies them into its window. A read straight into the window saves the copy and moves the frame that was cut instead, which costs about as much where every chunk cuts one.',
      CACHED,
      table,
    ],
    cases: measured.flatMap(({ row, medians, ratio, toUsual }): CaseResult[] =>
      WAYS.map((way, k) => ({
        case: `${nameOf(row)}, ${way}`,
        bytes: row.bytes,
        medianNs: medians[k]!,
        megabytesPerSecond: megabytesPerSecond(row.bytes, medians[k]!),
        ratio: k === 0 ? 1 : k === 1 ? ratio : 1 / toUsual[0]!,
      })),
    ),
    metrics: Object.fromEntries(
      measured.map(({ row, toUsual }) => [`scan, ${nameOf(row)}: WASM to usual`, toUsual[1]!]),
    ),
    jsWins: measured
      .filter(({ ratio }) => winner(ratio) === 'JS')
      .map(({ row, ratio }) => `scanning, ${nameOf(row)} (WASM at ${formatRatio(ratio)})`),
  };
}

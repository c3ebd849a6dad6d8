import { createScanner, MAX_RECORDS, RecordKind, type Scanner } from '@bus/codec';
import { createScanner as createJsScanner } from '@bus/codec/js';
import { coreOrThrow } from './checksum-data.js';
import { compileDriver, type Driver } from './driver.js';
import { type MeasureOptions, measure } from './measure.js';
import { seededRandom } from './random.js';
import { median, medianRatio, megabytesPerSecond, winner } from './statistics.js';
import type { CaseResult, SuiteResult } from './suite.js';
import { formatRatio, formatSize, formatTable, significant } from './table.js';
import { makeTraffic, rules, type Traffic } from './traffic.js';

const STREAM_SIZE = 65536;
const STREAMS = 8;
const GARBAGE = [0, 0.05, 0.5];
const CHUNKS = [64, 4096];

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

/** The bytes in pieces of `size`, the last of which may be shorter. */
export function chunksOf(bytes: Uint8Array, size: number): Uint8Array[] {
  const count = Math.ceil(bytes.length / size);
  return Array.from({ length: count }, (_, i) => bytes.slice(i * size, (i + 1) * size));
}

interface Row {
  readonly garbage: number;
  readonly chunk: number;
  /** Bytes of a stream, on average; one operation scans one stream. */
  readonly bytes: number;
  readonly sent: number;
  readonly found: number;
  readonly runs: readonly Driver[];
}

/** Both scanners on the same streams. Throws when they find a different number of frames in any of them. */
function prepare(traffic: readonly Traffic[], garbage: number, chunk: number): Row {
  const streams = traffic.map(({ bytes }) => chunksOf(bytes, chunk));
  const scope = { streams, mask: STREAMS - 1, rules, FRAME: RecordKind.FRAME, MAX_RECORDS };
  const driver = (way: string, scanner: Scanner) =>
    compileDriver(`scan ${way} ${garbage} ${chunk}`, { ...scope, scanner }, SCAN);
  const runs = [driver('js', createJsScanner()), driver('wasm', createScanner())];
  let found = 0;
  for (let i = 0; i < STREAMS; i++) {
    const [js = 0, wasm = 0] = runs.map(run => run(1, i));
    if (js !== wasm) {
      const where = `${percent(garbage)} garbage, chunks of ${chunk} bytes`;
      throw new Error(`${where}: the JavaScript scanner found ${js} frames, the WASM scanner ${wasm}`);
    }
    found += js;
  }
  const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
  const bytes = sum(traffic.map(stream => stream.bytes.length)) / STREAMS;
  return { garbage, chunk, bytes, sent: sum(traffic.map(stream => stream.frames)), found, runs };
}

const percent = (share: number) => `${Math.round(100 * share)} %`;
const nameOf = ({ garbage, chunk }: Row) =>
  `${garbage ? `${percent(garbage)} garbage` : 'clean'}, chunks of ${formatSize(chunk)}`;

/** Modbus RTU traffic through both scanners. */
export function scanSuite({ rounds }: MeasureOptions): SuiteResult {
  coreOrThrow();
  const random = seededRandom(415);
  const rows = GARBAGE.flatMap(garbage => {
    const traffic = Array.from({ length: STREAMS }, () => makeTraffic(random, STREAM_SIZE, garbage));
    return CHUNKS.map(chunk => prepare(traffic, garbage, chunk));
  });
  const times = measure(
    rows.flatMap(row => row.runs),
    // One stream per turn, so that in each round both scanners have the same one.
    { rounds, slice: 0 },
  );
  const measured = rows.map((row, i) => {
    const own = times.slice(2 * i, 2 * i + 2);
    return { row, medians: own.map(median), ratio: medianRatio(own[0]!, own[1]!) };
  });
  const table = formatTable(
    ['traffic', 'frames found/sent', 'JS ns/B', 'WASM ns/B', 'JS MB/s', 'WASM MB/s', 'WASM/JS', 'winner'],
    measured.map(({ row, medians, ratio }) => [
      nameOf(row),
      `${row.found}/${row.sent}`,
      ...medians.map(ns => significant(ns / row.bytes)),
      ...medians.map(ns => significant(megabytesPerSecond(row.bytes, ns))),
      formatRatio(ratio),
      winner(ratio),
    ]),
  );
  return {
    title: 'Frame scanning',
    text: ['Both scanners found the same number of frames in every stream.', table],
    cases: measured.flatMap(({ row, medians, ratio }): CaseResult[] =>
      ['js', 'wasm'].map((way, k) => ({
        case: `${nameOf(row)}, ${way}`,
        bytes: row.bytes,
        medianNs: medians[k]!,
        megabytesPerSecond: megabytesPerSecond(row.bytes, medians[k]!),
        ratio: k === 0 ? 1 : ratio,
      })),
    ),
    jsWins: measured
      .filter(({ ratio }) => winner(ratio) === 'JS')
      .map(({ row, ratio }) => `scanning, ${nameOf(row)} (WASM at ${formatRatio(ratio)})`),
  };
}

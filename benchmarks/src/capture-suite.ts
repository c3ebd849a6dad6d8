import { type CandidateFinder, createCandidateFinder, createJsCandidateFinder } from '@bus/codec/capture';
import { scanCapture } from '@bus/modbus/capture';
import { accuracyOf, makeRecording, type RecordingOptions } from './capture-traffic.js';
import { checkAgreement, compileDriver, type Driver } from './driver.js';
import { type MeasureOptions, measure } from './measure.js';
import { type NaiveSearch, naiveJs, naiveWasm } from './naive-search.js';
import { randomBytes, seededRandom } from './random.js';
import { median, medianRatio, megabytesPerSecond, winner } from './statistics.js';
import type { CaseResult, SuiteResult } from './suite.js';
import { formatRatio, formatTable, significant } from './table.js';

const STREAM_SIZE = 256 * 1024;
/** What the naive search gets of each stream, so that its turns are not much longer than those of the others. */
const PART_SIZE = 4096;
const STREAMS = 8;
const RECORDING_SIZE = 3 * 1024 * 1024;
/** A run with few rounds is there to see that everything works. */
const QUICK_RECORDING_SIZE = 256 * 1024;
const MANY_ROUNDS = 20;

const NAIVE = 'sink = (sink + search(streams[i & mask])) | 0;';
const LINEAR = `
  const bytes = streams[i & mask];
  finder.clear();
  for (let from = 0; from < bytes.length; ) {
    from += finder.write(bytes, from);
    sink = (sink + finder.count) | 0;
  }`;

const WAYS = ['JS naive', 'WASM naive', 'JS linear', 'WASM linear'] as const;

interface Row {
  readonly name: string;
  /** Bytes that each way handles in one turn, on average. */
  readonly bytes: readonly number[];
  readonly runs: readonly Driver[];
}

interface Searches {
  readonly naive: readonly NaiveSearch[];
  readonly finders: readonly CandidateFinder[];
}

/** Throws when the ways do not find the same number of candidates. */
function prepare(name: string, streams: readonly Uint8Array[], { naive, finders }: Searches): Row {
  const parts = streams.map(bytes => bytes.slice(0, PART_SIZE));
  const mask = STREAMS - 1;
  const naively = (label: string) =>
    naive.map((search, k) => compileDriver(`${WAYS[k]}, ${label}`, { streams: parts, mask, search }, NAIVE));
  const linearly = (label: string, data: readonly Uint8Array[]) =>
    finders.map((finder, k) => {
      return compileDriver(`${WAYS[2 + k]}, ${label}`, { streams: data, mask, finder }, LINEAR);
    });
  checkAgreement(
    `parts of ${name}`,
    [...naively(`part of ${name}`), ...linearly(`part of ${name}`, parts)],
    STREAMS,
  );
  const linear = linearly(name, streams);
  checkAgreement(name, linear, STREAMS);
  const whole = streams.reduce((sum, { length }) => sum + length, 0) / STREAMS;
  return { name, bytes: [PART_SIZE, PART_SIZE, whole, whole], runs: [...naively(name), ...linear] };
}

const percent = (share: number) => `${Math.round(100 * share)} %`;

async function prepareRows(): Promise<Row[]> {
  const searches: Searches = {
    naive: [naiveJs(), await naiveWasm()],
    finders: [createJsCandidateFinder(), createCandidateFinder()],
  };
  const random = seededRandom(1307);
  const times = Array.from({ length: STREAMS });
  const traffic = [0, 0.05, 0.5].map(garbage => {
    const options = { size: STREAM_SIZE, garbage, vendor: 0.2 };
    const streams = times.map(() => makeRecording(random, options).bytes);
    return prepare(`${percent(garbage)} garbage`, streams, searches);
  });
  const noise = times.map(() => randomBytes(random, STREAM_SIZE));
  return [...traffic, prepare('noise', noise, searches)];
}

/** `times` holds, for each row and each way, the nanoseconds per byte of each round. */
function speedTable(
  rows: readonly Row[],
  times: readonly number[][][],
): { text: string; cases: CaseResult[] } {
  const medians = times.map(own => own.map(median));
  const ratios = times.map(([jsNaive, wasmNaive, js, wasm]) => ({
    js: medianRatio(jsNaive!, js!),
    wasm: medianRatio(wasmNaive!, wasm!),
    twins: medianRatio(js!, wasm!),
  }));
  const head = [
    'stream',
    ...WAYS.map(way => `${way} ns/B`),
    'WASM MB/s',
    'JS linear/naive',
    'WASM linear/naive',
  ];
  const text = formatTable(
    [...head, 'WASM/JS', 'winner'],
    rows.map(({ name }, i) => [
      name,
      ...medians[i]!.map(significant),
      significant(megabytesPerSecond(1, medians[i]![3]!)),
      ...[ratios[i]!.js, ratios[i]!.wasm, ratios[i]!.twins].map(formatRatio),
      winner(ratios[i]!.twins),
    ]),
  );
  const cases = rows.flatMap(({ name, bytes }, i) =>
    WAYS.map((way, k) => ({
      case: `candidates in ${name}, ${way} (ratio to naive in the same language)`,
      bytes: bytes[k]!,
      medianNs: medians[i]![k]! * bytes[k]!,
      megabytesPerSecond: megabytesPerSecond(1, medians[i]![k]!),
      ratio: [1, 1, ratios[i]!.js, ratios[i]!.wasm][k]!,
    })),
  );
  return { text, cases };
}

const RECORDINGS: readonly Omit<RecordingOptions, 'size'>[] = [0, 0.2].flatMap(vendor =>
  [0, 0.05, 0.5].map(garbage => ({ garbage, vendor })),
);

/** What the best chain makes of recordings: what it misses, what it invents, and how long it takes, once. */
function accuracyTable(size: number): { text: string; cases: CaseResult[] } {
  const measured = RECORDINGS.map((options, i) => {
    const { bytes, frames } = makeRecording(seededRandom(4711 + i), { ...options, size });
    const before = process.hrtime.bigint();
    const found = scanCapture(bytes);
    const ns = Number(process.hrtime.bigint() - before);
    const places = found.map(({ offset, length }) => 512 * offset + length);
    return { ...options, ...accuracyOf(frames, places), bytes: bytes.length, frames: frames.length, ns };
  });
  const text = formatTable(
    ['garbage', 'strange functions', 'frames', 'recall', 'precision', 'MB/s'],
    measured.map(({ garbage, vendor, frames, recall, precision, bytes, ns }) => [
      percent(garbage),
      percent(vendor),
      String(frames),
      recall.toFixed(5),
      precision.toFixed(5),
      significant(megabytesPerSecond(bytes, ns)),
    ]),
  );
  const cases = measured.map(({ garbage, vendor, recall, precision, bytes, ns }) => ({
    case: `best chain, ${percent(garbage)} garbage, ${percent(vendor)} strange functions, recall ${recall.toFixed(5)}, precision ${precision.toFixed(5)}`,
    bytes,
    medianNs: ns,
    megabytesPerSecond: megabytesPerSecond(bytes, ns),
    ratio: 1,
  }));
  return { text, cases };
}

/** Every CRC-valid stretch of a stream against the naive search, and the frames that the best chain makes of them. */
export async function captureSuite({ rounds }: MeasureOptions): Promise<SuiteResult> {
  const rows = await prepareRows();
  const times = measure(
    rows.flatMap(row => row.runs),
    // One stream per turn: so all ways have the same one in each round.
    { rounds, slice: 0 },
  );
  const speed = speedTable(
    rows,
    rows.map(({ bytes }, i) =>
      bytes.map((size, k) => times[WAYS.length * i + k]!.map(nanoseconds => nanoseconds / size)),
    ),
  );
  const accuracy = accuracyTable(rounds < MANY_ROUNDS ? QUICK_RECORDING_SIZE : RECORDING_SIZE);
  return {
    title: 'Capture scanning',
    text: [
      'Every stretch of 4 to 256 bytes with a right CRC. All ways found the same number; the naive ones had a part of each stream.',
      speed.text,
      'The best chain of frames among them, by the evidence of Modbus; each recording once.',
      accuracy.text,
    ],
    cases: [...speed.cases, ...accuracy.cases],
    jsWins: [],
  };
}

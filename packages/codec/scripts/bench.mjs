// Compares the WebAssembly of this package with its JavaScript twin: `npm run build && npm run bench`.
// The cases of a row take turns in one process, round after round; a figure is the median of the rounds.

import { compileRules, crc16, createScanner, loadCore, MAX_RECORDS } from '../dist/index.js';
import { crc16 as crc16Js, createScanner as createJsScanner } from '../dist/js.js';

const ROUNDS = 21;
/** The scratch area, see src/layout.ts. */
const SCRATCH_AT = 65536;

/** Nanoseconds that one of `runs` takes, per case. */
function measure(cases, runs) {
  const times = cases.map(() => []);
  for (let round = -3; round < ROUNDS; round++) {
    for (const [i, run] of cases.entries()) {
      const before = process.hrtime.bigint();
      run();
      const elapsed = Number(process.hrtime.bigint() - before) / runs;
      // The first rounds warm the compilers up.
      if (round >= 0) times[i].push(elapsed);
    }
  }
  return times.map(values => values.sort((a, b) => a - b)[values.length >> 1]);
}

let sink = 0;
let seed = 1;
function random(below) {
  seed = (seed * 48271) % 2147483647;
  return (seed >> 4) % below;
}

function noise(length) {
  return Uint8Array.from({ length }, () => random(256));
}

// Each case has a loop of its own: a shared one would call four different functions from one place, which is slower.
function checksumRow(core, length) {
  const buffers = Array.from({ length: 256 }, () => noise(length));
  const wider = Array.from({ length: 256 }, () => noise(length + 2));
  const repeats = Math.ceil(5_000 / (length + 40));
  const js = () => {
    for (let i = 0; i < repeats; i++) for (const bytes of buffers) sink ^= crc16Js(bytes);
  };
  const whole = () => {
    for (let i = 0; i < repeats; i++) for (const bytes of buffers) sink ^= crc16(bytes);
  };
  const part = () => {
    for (let i = 0; i < repeats; i++) for (const bytes of wider) sink ^= crc16(bytes, 2);
  };
  const resident = () => {
    for (let i = 0; i < repeats; i++)
      for (let k = 0; k < 256; k++) sink ^= core.crc16(SCRATCH_AT + k, length);
  };
  return measure([js, whole, part, resident], repeats * buffers.length);
}

function withCrc(body) {
  const crc = crc16Js(Uint8Array.from(body));
  return [...body, crc & 0xff, crc >> 8];
}

/** Questions and answers of 1 to 60 registers. */
function traffic(size) {
  const bytes = [];
  while (bytes.length < size) {
    const count = 1 + random(60);
    bytes.push(
      ...withCrc([1, 3, 0, random(256), 0, count]),
      ...withCrc([1, 3, 2 * count, ...noise(2 * count)]),
    );
  }
  return Uint8Array.from(bytes);
}

function pattern(size, unit) {
  return Uint8Array.from({ length: size }, (_, i) => unit[i % unit.length]);
}

const fixed = { fixed: 8 };
const rules = compileRules({
  addressMax: 247,
  lengthMax: 256,
  requests: new Map([1, 2, 3, 4, 5, 6].map(key => [key, fixed])),
  responses: new Map([
    [3, { fixed: 5, countAt: 2, countMin: 2, countMax: 250, countStep: 2 }],
    [4, { fixed: 5, countAt: 2, countMin: 2, countMax: 250, countStep: 2 }],
    [5, fixed],
    [6, fixed],
    [0x83, { fixed: 5 }],
  ]),
});
const awaited = [
  { head: Uint8Array.of(1, 3, 40), length: 45 },
  { head: Uint8Array.of(1, 0x83), length: 5 },
];
const hostile = Array.from({ length: 16 }, (_, i) => ({ head: Uint8Array.of(1, 3), length: 241 + i }));

function scanAll(scanner, chunks) {
  scanner.clear();
  for (const chunk of chunks) {
    scanner.write(chunk);
    let count;
    do {
      count = scanner.scan(rules, false);
      sink += count;
    } while (count === MAX_RECORDS);
  }
}

function scanRow(stream, expectations) {
  const chunks = [];
  for (let at = 0; at < stream.length; at += 64) chunks.push(stream.slice(at, at + 64));
  const [js, wasm] = [createJsScanner(), createScanner()];
  for (const scanner of [js, wasm]) scanner.expect(expectations);
  const times = measure([() => scanAll(js, chunks), () => scanAll(wasm, chunks)], stream.length);
  wasm.release();
  return times;
}

function print(name, values) {
  console.log(name.padEnd(34) + values.map(value => value.toFixed(1).padStart(12)).join(''));
}

const core = loadCore();
if (!core) throw new Error('WebAssembly is not available here, so there is nothing to compare');

console.log(
  'CRC-16, ns per call'.padEnd(34) +
    ['JavaScript', 'crc16', 'crc16, part', 'in memory'].map(s => s.padStart(12)).join(''),
);
for (const length of [8, 16, 32, 48, 64, 96, 128, 256, 1024, 4096])
  print(`${length} bytes`, checksumRow(core, length));

console.log(
  `\n${'Scanner, ns per byte, chunks of 64'.padEnd(34)}${['JavaScript', 'WebAssembly'].map(s => s.padStart(12)).join('')}`,
);
print('traffic', scanRow(traffic(65536), []));
print('traffic, answers awaited', scanRow(traffic(65536), awaited));
print('noise', scanRow(noise(65536), []));
print('noise, answers awaited', scanRow(noise(65536), awaited));
print('01 03 01 03, 16 answers awaited', scanRow(pattern(4096, [1, 3]), hostile));
if (sink === 0.5) console.log(sink);

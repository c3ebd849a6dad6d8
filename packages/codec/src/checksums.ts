import { crc16Unchecked } from './js/crc16.js';
import { crc16OfSix } from './js/crc16-sliced.js';
import { sum8Unchecked } from './js/sums.js';
import { SCRATCH_AT, SCRATCH_SIZE } from './layout.js';
import { checkRange } from './range.js';
import { crc16InMemory, type Instance, instance, sum8InMemory } from './wasm/instance.js';

/** From which length on WebAssembly is the faster way. */
interface Crossover {
  /** For a whole array. */
  readonly whole: number;
  /** For a part of a larger array, which costs a view more. */
  readonly part: number;
}

// `npm run bench -- --only crossover` measures them: copy and call against the work in JavaScript, Node 20 on x86-64.
const CRC_CROSSOVER: Crossover = { whole: 40, part: 64 };
const SUM_CROSSOVER: Crossover = { whole: 32, part: 64 };

/**
 * CRC-16/MODBUS of `bytes[start..end)`. A frame that includes its own CRC, low byte first, gives 0.
 *
 * @throws {RangeError} when the stretch is not inside `bytes`.
 * @example
 * import { crc16 } from '@bus/codec';
 *
 * crc16(new TextEncoder().encode('123456789')); // 0x4B37
 */
export function crc16(bytes: Uint8Array, start = 0, end = bytes.length): number {
  checkRange(bytes, start, end);
  const core = coreFor(bytes, end - start, CRC_CROSSOVER);
  return core ? crc16InWasm(core, bytes, start, end) : crc16Unchecked(bytes, start, end);
}

/**
 * Puts the CRC-16/MODBUS of `bytes[0..end)` behind them, low byte first, and returns the length with it, `end + 2`. Six
 * bytes, which is what most questions on a serial line have, take least time.
 *
 * @throws {RangeError} when `bytes` has no room for it; nothing was written.
 * @example
 * import { appendCrc16 } from '@bus/codec';
 *
 * const frame = new Uint8Array(8);
 * frame.set([0x01, 0x03, 0x01, 0x21, 0x00, 0x01]);
 * appendCrc16(frame, 6); // 8: 01 03 01 21 00 01 D5 FC
 */
export function appendCrc16(bytes: Uint8Array, end: number): number {
  if (end + 2 > bytes.length) checkRange(bytes, 0, end + 2);
  const crc = end === 6 ? crc16OfSix(bytes) : crc16(bytes, 0, end);
  bytes[end] = crc;
  bytes[end + 1] = crc >> 8;
  return end + 2;
}

/**
 * Sum of `bytes[start..end)` modulo 256, the checksum of DCON.
 *
 * @throws {RangeError} when the stretch is not inside `bytes`.
 * @example
 * import { sum8 } from '@bus/codec';
 *
 * sum8(new TextEncoder().encode('$012')); // 0xB7
 */
export function sum8(bytes: Uint8Array, start = 0, end = bytes.length): number {
  checkRange(bytes, start, end);
  const core = coreFor(bytes, end - start, SUM_CROSSOVER);
  return core ? sum8InWasm(core, bytes, start, end) : sum8Unchecked(bytes, start, end);
}

/**
 * LRC of `bytes[start..end)`: the two's complement of their sum, the checksum of Modbus ASCII.
 *
 * @throws {RangeError} when the stretch is not inside `bytes`.
 * @example
 * import { lrc8 } from '@bus/codec';
 *
 * lrc8(new TextEncoder().encode('ABCDE')); // 0xB1
 */
export function lrc8(bytes: Uint8Array, start = 0, end = bytes.length): number {
  return -sum8(bytes, start, end) & 0xff;
}

/** The module when it is the faster way for `length` of these bytes. Shorter data never start it. */
function coreFor(bytes: Uint8Array, length: number, { whole, part }: Crossover): Instance | undefined {
  return length < (length === bytes.length ? whole : part) ? undefined : instance();
}

function crc16InWasm(core: Instance, bytes: Uint8Array, start: number, end: number): number {
  let crc = 0xffff;
  for (let at = start; at < end; at += SCRATCH_SIZE) {
    const length = copyIn(core, bytes, at, end);
    crc = crc16InMemory(core, SCRATCH_AT, length, crc);
  }
  return crc;
}

function sum8InWasm(core: Instance, bytes: Uint8Array, start: number, end: number): number {
  let sum = 0;
  for (let at = start; at < end; at += SCRATCH_SIZE) {
    const length = copyIn(core, bytes, at, end);
    sum += sum8InMemory(core, SCRATCH_AT, length);
  }
  return sum & 0xff;
}

/** Copies as much of `bytes[at..end)` as fits into the scratch area; returns how many bytes. */
function copyIn(core: Instance, bytes: Uint8Array, at: number, end: number): number {
  const length = Math.min(end - at, SCRATCH_SIZE);
  // A view costs more than the copy of a frame, so it is made only when a part is wanted.
  core.memory.set(length === bytes.length ? bytes : bytes.subarray(at, at + length), SCRATCH_AT);
  return length;
}

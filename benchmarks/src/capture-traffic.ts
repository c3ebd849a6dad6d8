import { crc16 } from '@bus/codec/js';
import { type Random, randomBytes } from './random.js';

/** A recording, and where its sound frames are. */
export interface Recording {
  readonly bytes: Uint8Array;
  /** `512 · offset + length` of each frame, in order. */
  readonly frames: readonly number[];
}

export interface RecordingOptions {
  readonly size: number;
  /** The part of the bytes that belongs to no frame, 0..1. */
  readonly garbage: number;
  /** The part of the exchanges that use functions of makers of devices, 0..1. */
  readonly vendor: number;
}

/** Function codes that are left to makers of devices. */
const VENDOR_CODES = [65, 66, 67, 68, 69, 70, 71, 72, 100, 101, 102, 103, 104, 105, 106, 107, 108, 109, 110];
const UNITS = 8;

function frame(...body: number[]): Uint8Array {
  const crc = crc16(Uint8Array.from(body));
  return Uint8Array.from([...body, crc & 0xff, crc >> 8]);
}

/** Measured values: small numbers, flags and zeros are more common than others. */
function registers(random: Random, count: number): number[] {
  return Array.from({ length: count }, () => {
    const kind = random(8);
    if (kind < 2) return [0, 0];
    if (kind < 5) return [random(4), random(256)];
    return [random(256), random(256)];
  }).flat();
}

function readExchange(random: Random, unit: number): Uint8Array[] {
  const code = 1 + random(4);
  const address = [random(4), random(256)];
  const quantity = code < 3 ? 1 + random(160) : 1 + random(random(4) ? 12 : 60);
  const question = frame(unit, code, ...address, quantity >> 8, quantity & 255);
  if (random(20) === 0) return [question, frame(unit, code | 0x80, 1 + random(4))];
  const data = code < 3 ? [...randomBytes(random, Math.ceil(quantity / 8))] : registers(random, quantity);
  return [question, frame(unit, code, data.length, ...data)];
}

function writeExchange(random: Random, unit: number): Uint8Array[] {
  const address = [random(4), random(256)];
  const kind = random(4);
  if (kind === 0) {
    const echo = frame(unit, 5, ...address, random(2) ? 0xff : 0, 0);
    return [echo, echo];
  }
  if (kind === 1) {
    const echo = frame(unit, 6, ...address, ...registers(random, 1));
    return [echo, echo];
  }
  const quantity = 1 + random(20);
  const data = kind === 2 ? registers(random, quantity) : [...randomBytes(random, Math.ceil(quantity / 8))];
  const head = [unit, kind === 2 ? 16 : 15, ...address, 0, quantity];
  return [frame(...head, data.length, ...data), frame(...head)];
}

function vendorExchange(random: Random, unit: number): Uint8Array[] {
  const code = VENDOR_CODES[random(VENDOR_CODES.length)]!;
  return [0, 0].map(() => frame(unit, code, ...randomBytes(random, 1 + random(40))));
}

function exchange(random: Random, vendor: number): Uint8Array[] {
  const unit = 1 + random(UNITS);
  if (random(1000) < 1000 * vendor) return vendorExchange(random, unit);
  return random(4) ? readExchange(random, unit) : writeExchange(random, unit);
}

/** Bursts of noise, lines held low or high, frames with one wrong bit, and frames cut off. */
function garbage(random: Random, vendor: number): Uint8Array {
  const kind = random(4);
  if (kind === 0) return randomBytes(random, 1 + random(40));
  if (kind === 1) return new Uint8Array(1 + random(20)).fill(random(2) ? 0xff : 0);
  const victim = exchange(random, vendor)[random(2)]!;
  if (kind === 2) return victim.slice(0, 1 + random(victim.length - 1));
  const at = random(victim.length);
  return victim.with(at, victim[at]! ^ (1 << random(8)));
}

/** A recording of at least `size` bytes. */
export function makeRecording(random: Random, { size, garbage: share, vendor }: RecordingOptions): Recording {
  const bytes = new Uint8Array(size + 1024);
  const frames: number[] = [];
  let at = 0;
  let wasted = 0;
  const add = (part: Uint8Array) => {
    bytes.set(part, at);
    at += part.length;
  };
  while (at < size) {
    for (const part of exchange(random, vendor)) {
      frames.push(512 * at + part.length);
      add(part);
      while (wasted < share * at && at < size) {
        const junk = garbage(random, vendor);
        wasted += junk.length;
        add(junk);
      }
    }
  }
  return { bytes: bytes.slice(0, at), frames };
}

/** The part of the true frames that was found, and the part of the found ones that is true. */
export interface Accuracy {
  readonly recall: number;
  readonly precision: number;
}

/** Both lists as in {@link Recording}. */
export function accuracyOf(truth: readonly number[], found: readonly number[]): Accuracy {
  const known = new Set(truth);
  const right = found.filter(frame => known.has(frame)).length;
  return { recall: right / truth.length, precision: right / found.length };
}

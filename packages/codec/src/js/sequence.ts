// Residues modulo the polynomial of CRC-16/MODBUS in a form in which multiplying by a power of x is moving a read
// address. docs/codec.md explains it; the scanner in WebAssembly reads the same bytes.

import { SEQUENCE_PERIOD, SEQUENCE_SIZE } from '../layout.js';

/** Multiplying by x is moving so many bytes on. */
const STEP = 4096;
/** What the prefixes of a window are made of. */
export interface Sequence {
  /** The sequence, bit `t` of byte `i` being number `8 i + t`. */
  readonly bytes: Uint8Array;
  /** For each byte value but 0, where the 16 bits begin that stand for it; plus `SEQUENCE_SIZE` when they are inverted. */
  readonly starts: Int32Array;
}

let built: Sequence | undefined;

/** Made when it is first needed, in a fraction of a millisecond. */
export function sequence(): Sequence {
  built ??= { bytes: buildBytes(), starts: buildStarts() };
  return built;
}

/** Number m of the sequence is the coefficient of x^14 in x^m modulo Q = x^15 + x + 1. */
function buildBytes(): Uint8Array {
  const bytes = new Uint8Array(SEQUENCE_SIZE);
  let power = 1;
  for (let m = 0; m < 120; m++) {
    if (power & 0x4000) bytes[m >> 3]! |= 1 << (m & 7);
    power = timesX(power);
  }
  // Squared three times, Q is x^120 + x^8 + 1: the recurrence of the bits holds for whole bytes.
  for (let i = 15; i < SEQUENCE_SIZE; i++) bytes[i] = bytes[i - 15]! ^ bytes[i - 14]!;
  return bytes;
}

function buildStarts(): Int32Array {
  const starts = new Int32Array(256);
  for (let m = 0, power = 1; m < SEQUENCE_PERIOD; m++) {
    if (power < 256) {
      const byte = reversed(power);
      starts[byte] = ((STEP * m) % SEQUENCE_PERIOD) + (oddBits(power) ? SEQUENCE_SIZE : 0);
    }
    power = timesX(power);
  }
  return starts;
}

function timesX(value: number): number {
  return value & 0x4000 ? (value << 1) ^ 0x8003 : value << 1;
}

/** A byte of a message has its highest power in its lowest bit. */
function reversed(byte: number): number {
  let result = 0;
  for (let bit = 0; bit < 8; bit++) if ((byte >> bit) & 1) result |= 0x80 >> bit;
  return result;
}

function oddBits(byte: number): boolean {
  let odd = false;
  for (let rest = byte; rest; rest &= rest - 1) odd = !odd;
  return odd;
}

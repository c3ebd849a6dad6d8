import { SEQUENCE_INITIAL, SEQUENCE_SIZE, STATE_FILLED, WINDOW } from '../layout.js';
import { sequence } from './sequence.js';

/** 16 bits from every byte of the sequence on; then the same inverted; then zeros, for the byte 00. */
let words: Uint16Array | undefined;
/** For each byte value, where its words begin. */
const wordsOf = new Int32Array(256);
const NO_VALUES = new Uint16Array(0);

function prepare(): Uint16Array {
  const { bytes, starts } = sequence();
  const built = new Uint16Array(2 * SEQUENCE_SIZE + WINDOW + 1);
  for (let i = 0; i + 1 < SEQUENCE_SIZE; i++) {
    const word = bytes[i]! | (bytes[i + 1]! << 8);
    built[i] = word;
    built[i + SEQUENCE_SIZE] = word ^ 0xffff;
  }
  wordsOf.set(starts);
  wordsOf[0] = 2 * SEQUENCE_SIZE;
  words = built;
  return built;
}

/**
 * Normalised checksums of the bytes in front of every offset of a window: with them, the checksum of any stretch is
 * right exactly when two 16-bit numbers are equal. Computed as far as they are asked for.
 */
export class Prefixes {
  /** Made when they are first wanted: streams without damage, and frames that are told by other rules, need none. */
  private values: Uint16Array = NO_VALUES;
  private readonly window: Uint8Array;
  /** STATE_FILLED says how far they are known, so that who moves the bytes can have them forgotten. */
  private readonly state: Int32Array;

  constructor(window: Uint8Array, state: Int32Array) {
    this.window = window;
    this.state = state;
  }

  /** From now on, stretches may begin at `start` or behind it. */
  begin(start: number): void {
    if (this.values.length === 0) this.values = new Uint16Array(WINDOW + 1);
    this.values[start] = 0;
    this.state[STATE_FILLED] = start;
  }

  /** Whether the stretch, which includes its CRC, is sound. */
  isSound(at: number, end: number): boolean {
    const table = words ?? prepare();
    if (end > this.state[STATE_FILLED]!) this.fill(table, end);
    return this.values[end] === (this.values[at]! ^ table[SEQUENCE_INITIAL + WINDOW - at]!);
  }

  private fill(table: Uint16Array, end: number): void {
    const { values, window, state } = this;
    let at = state[STATE_FILLED]!;
    let value = values[at]!;
    // One byte on is a factor of x^-8, which is one byte back in the sequence.
    while (at < end) {
      value ^= table[wordsOf[window[at]!]! + WINDOW - at]!;
      at++;
      values[at] = value;
    }
    state[STATE_FILLED] = end;
  }
}

import { BYTES_PER_POWER, INITIAL_MODULO_Q, PERIOD, TRINOMIAL } from '../layout.js';

/** Windows of one sequence: entry `k` holds its bits 8k to 8k+15. */
const SPAN = 2 * PERIOD + 1;

export interface Tables {
  /** Windows of the sequence, two periods; those of its complement; zeros. */
  readonly windows: Uint16Array;
  /** Where in `windows` the powers of each byte value begin. */
  readonly terms: Int32Array;
  /** The same for the initial value, less one for the power at which counting starts. */
  readonly initial: number;
}

let built: Tables | undefined;

/** The tables, built by the first call: 390 KB. */
export function tables(): Tables {
  built ??= { windows: buildWindows(), ...buildTerms() };
  return built;
}

const timesX = (power: number): number => (power & 0x4000 ? (power << 1) ^ TRINOMIAL : power << 1);

/** The sequence s(m), the coefficient of x^14 in x^m modulo Q, packed into bytes, lowest bit first. */
function packedSequence(): Uint8Array {
  const bytes = new Uint8Array(SPAN + 1);
  for (let i = 0, power = 1; i < 120; i++, power = timesX(power)) bytes[i >> 3]! |= (power >> 14) << (i & 7);
  // Q stays a trinomial when x is replaced by x^8: the recurrence of the bits is that of the bytes.
  for (let i = 15; i < bytes.length; i++) bytes[i] = bytes[i - 15]! ^ bytes[i - 14]!;
  return bytes;
}

function buildWindows(): Uint16Array {
  const bytes = packedSequence();
  const windows = new Uint16Array(3 * SPAN);
  for (let i = 0; i < SPAN; i++) {
    windows[i] = bytes[i]! | (bytes[i + 1]! << 8);
    windows[SPAN + i] = ~windows[i]!;
  }
  return windows;
}

function buildTerms(): Pick<Tables, 'terms' | 'initial'> {
  const terms = new Int32Array(256).fill(2 * SPAN);
  let initial = 0;
  for (let log = 0, power = 1; log < PERIOD; log++, power = timesX(power)) {
    const at = (log * BYTES_PER_POWER) % PERIOD;
    if (power < 256) terms[reversed(power)] = isOdd(power) ? SPAN + at : at;
    // At least 1: one window before it is read, too.
    if (power === INITIAL_MODULO_Q) initial = ((at + PERIOD - 2) % PERIOD) + 1;
  }
  return { terms, initial };
}

/** A byte as a polynomial: its lowest bit is x^7. */
function reversed(byte: number): number {
  let result = 0;
  for (let bit = 0; bit < 8; bit++) result |= ((byte >> bit) & 1) << (7 - bit);
  return result;
}

function isOdd(byte: number): boolean {
  let bits = byte ^ (byte >> 4);
  bits ^= bits >> 2;
  return ((bits ^ (bits >> 1)) & 1) === 1;
}

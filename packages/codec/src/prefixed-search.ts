import { STATE_ASTRAY, STATE_BOUNDARY, STATE_END, STATE_LOOKED, STATE_START } from './layout.js';
import type { PrefixedSpec } from './prefixed.js';
import { RecordKind } from './scanner.js';
import type { SearchSpace } from './search.js';

/** A head that breaks the rules. */
const BAD = -1;
/** A head that is not there yet. */
const UNKNOWN = 0;

/** Takes complete frames off the stream, in order. */
export function searchPrefixed(spec: PrefixedSpec, space: SearchSpace): number {
  const { state, list } = space;
  const end = state[STATE_END]!;
  list.begin(state[STATE_START]!);
  while (state[STATE_START]! < end && !list.isFull) {
    const start = state[STATE_START]!;
    const length = state[STATE_ASTRAY] ? BAD : frameLength(spec, space.window, start, end - start);
    if (length === UNKNOWN || start + length > end) break;
    if (length === BAD) state[STATE_ASTRAY] = 1;
    const taken = length === BAD ? end - start : length;
    list.pushPiece(length === BAD ? RecordKind.BROKEN : RecordKind.FRAME, start, taken);
    state[STATE_START] = start + taken;
    state[STATE_BOUNDARY] = start + taken;
  }
  state[STATE_LOOKED] = state[STATE_START]!;
  return list.count;
}

/** Length of the whole frame at `at`, `UNKNOWN` or `BAD`. */
function frameLength(spec: PrefixedSpec, bytes: Uint8Array, at: number, available: number): number {
  const { headLength, lengthBytes, fixed } = spec;
  if (available < headLength) return UNKNOWN;
  if (fixed?.bytes.some((byte, i) => bytes[at + fixed.at + i] !== byte)) return BAD;
  const lengthAt = at + spec.lengthAt;
  const length = lengthBytes === 1 ? bytes[lengthAt]! : (bytes[lengthAt]! << 8) | bytes[lengthAt + 1]!;
  return length < spec.lengthMin || length > spec.lengthMax ? BAD : headLength + length;
}

import type { BurstSpec } from './burst.js';
import { STATE_ASTRAY, STATE_BOUNDARY, STATE_END, STATE_LOOKED, STATE_START } from './layout.js';
import { LARGEST_FRAME, RecordKind } from './scanner.js';
import type { SearchSpace } from './search.js';

/** Decides on the burst when the line is silent; until then only what is too long can be given up. */
export function searchBursts(spec: BurstSpec, { window, state, list }: SearchSpace, silent: boolean): number {
  const start = state[STATE_START]!;
  const end = state[STATE_END]!;
  list.begin(start);
  // Where a landing was asked for, so many bytes leave no room for the next one.
  const full = !silent && end - start >= LARGEST_FRAME;
  if (full || end - start > spec.lengthMax) {
    state[STATE_ASTRAY] = 1;
    // The last byte stays unread, so that the burst is known to go on.
    if (!silent) release(state, end - 1);
  }
  if (silent) {
    const sound = !state[STATE_ASTRAY] && end - start >= spec.lengthMin;
    if (sound) list.pushPiece(kindOf(spec, window, start, end), start, end - start);
    state[STATE_ASTRAY] = 0;
    state[STATE_BOUNDARY] = end;
    release(state, end);
  }
  list.endNoise(state[STATE_START]!);
  return list.count;
}

function kindOf({ checksum }: BurstSpec, bytes: Uint8Array, start: number, end: number): number {
  return checksum === 'none' || hasComplements(bytes, start, end) ? RecordKind.FRAME : RecordKind.DAMAGED;
}

function hasComplements(bytes: Uint8Array, start: number, end: number): boolean {
  if ((end - start) % 2 !== 0) return false;
  for (let at = start; at < end; at += 2) if ((bytes[at]! ^ bytes[at + 1]!) !== 0xff) return false;
  return true;
}

/** Nothing before `to` is wanted any more. */
function release(state: Int32Array, to: number): void {
  state[STATE_START] = to;
  state[STATE_LOOKED] = to;
}

import { FOLD_AT } from "../../src/layout";

/** Bytes that `foldBlocks` leaves: fifteen blocks. */
export const LEFT: usize = 240;

/**
 * Folds blocks of 16 bytes: with y = x^128, each takes those 14 and 15 places before it, until fifteen are left. This is
 * less work than by words, because no block must be shifted, but leaves more to do.
 *
 * @param first the first block; the others begin at `at` and end at `end`.
 * @returns where the fifteen stand. In front of them is the XOR of all that were moved: two came of each, so the parity
 * has changed by it.
 */
export function foldBlocks(first: v128, at: usize, end: usize): usize {
  // 14 places before the next block. Nothing ever writes to the first 14: there are zeros in front of the message.
  let to: usize = FOLD_AT;
  v128.store(to, first, 14 * 16);
  to += 16;
  let moved = i64x2(0, 0);
  let far = moved;
  let near: v128;
  for (; at + 32 <= end; at += 32, to += 32) {
    near = v128.load(to);
    moved = v128.xor(moved, v128.xor(far, near));
    v128.store(to, onto(v128.load(at), near, far), 14 * 16);
    far = v128.load(to, 16);
    v128.store(to, onto(v128.load(at, 16), far, near), 15 * 16);
  }
  if (at < end) {
    near = v128.load(to);
    moved = v128.xor(moved, far);
    v128.store(to, onto(v128.load(at), near, far), 14 * 16);
    far = near;
    to += 16;
  }
  // The last block has taken too early what stands 14 places before it.
  v128.store(to, v128.xor(v128.load(to, 13 * 16), far), 13 * 16);
  v128.store(to - 32, moved);
  return to - 16;
}

// @ts-ignore: decorator
@inline
function onto(block: v128, near: v128, far: v128): v128 {
  return v128.xor(block, v128.xor(near, far));
}

// A second module, for checksums of long data. It works on the memory of the first one, which never needs it: so the
// first one stays small enough to be compiled synchronously everywhere.

import { FOLD_MAX, WORDS_AT, WORDS_SIZE } from "../../src/layout";
import { afterByte, firstBlock, foldInto } from "../fold";
import { halve, times16 } from "../residue";
import { foldBlocks, LEFT } from "./blocks";
import { collapse, COLLAPSED } from "./collapse";

export { sum8 } from "./sums";

/**
 * The `crc16` of the core module, for 112 bytes or more. With y = x^64, y^15 = y + 1: every word of 64 bits takes those 14
 * and 15 places before it, until fifteen are left.
 */
export function crc16Long(at: usize, length: usize, crc: u32): u32 {
  if (length > <usize>FOLD_MAX) {
    at = collapse(at, length, crc);
    length = COLLAPSED;
    crc = 0;
  }
  if ((length & 15) == 1) {
    crc = afterByte(crc, load<u8>(at++));
    length--;
  }
  let end = at + length;
  const first = ((length - 1) & 15) + 1;
  let fold = firstBlock(at, first, crc);
  let parity = fold;
  at += first;
  if (length > <usize>WORDS_SIZE) {
    at = foldBlocks(fold, at, end);
    end = at + LEFT;
    fold = v128.load(at);
    parity = v128.xor(fold, v128.load(at - 16));
    at += 16;
  }
  let to: usize = WORDS_AT;
  v128.store(to, fold);
  // Two at a time, here and below, because the engine looks at each turn of a loop whether it must stop.
  for (; to < <usize>WORDS_AT + 96; at += 32, to += 32) {
    const one = v128.load(at);
    const two = v128.load(at, 16);
    parity = v128.xor(parity, v128.xor(one, two));
    v128.store(to, one, 16);
    v128.store(to, two, 32);
  }
  let before = i64x2(0, 0);
  for (; at + 32 <= end; at += 32, to += 32) {
    const one = v128.load(at);
    const two = v128.load(at, 16);
    parity = v128.xor(parity, v128.xor(one, two));
    const near = v128.load(to - 96);
    v128.store(to, onto(one, near, before), 16);
    before = v128.load(to - 80);
    v128.store(to, onto(two, before, near), 32);
  }
  if (at < end) {
    const one = v128.load(at);
    parity = v128.xor(parity, one);
    const near = v128.load(to - 96);
    to += 16;
    v128.store(to, onto(one, near, before));
    before = near;
  }
  // Fifteen words are left: the second of `before`, which the last word has taken too early, and seven blocks.
  const last = v128.xor(v128.load(to), v128.and(before, i64x2(0, -1)));
  fold = foldHalf(before, last, to);
  return times16(halve(fold), i64x2.extract_lane(parity, 0) ^ i64x2.extract_lane(parity, 1));
}

/**
 * The fifteen words as thirty of 32 bits, of which the first fourteen are folded onto the others by the same rule. Those
 * are four blocks, which are folded as before.
 *
 * @param before its second half is the first word; seven blocks follow.
 * @param last the last block; the others stand in front of `to`.
 */
// @ts-ignore: decorator
@inline
function foldHalf(before: v128, last: v128, to: usize): v128 {
  const none = i64x2(0, 0);
  const second = v128.load(to - 96);
  const third = v128.load(to - 80);
  const fourth = v128.load(to - 64);
  const one = v128.shuffle<i64>(before, second, 1, 2);
  const two = v128.shuffle<i64>(second, third, 1, 2);
  const three = v128.shuffle<i64>(third, fourth, 1, 2);
  const four = v128.shuffle<i64>(fourth, none, 1, 2);
  let fold = ontoHalf(v128.load(to - 48), one, none);
  fold = foldInto(fold, ontoHalf(v128.load(to - 32), two, one));
  fold = foldInto(fold, ontoHalf(v128.load(to - 16), three, two));
  return foldInto(fold, ontoHalf(last, four, three));
}

/** A block with what stands 14 and 15 words of 32 bits before each of its own: `near` 14, and a word of `far` 15. */
// @ts-ignore: decorator
@inline
function ontoHalf(block: v128, near: v128, far: v128): v128 {
  return v128.xor(v128.xor(block, near), v128.shuffle<i32>(far, near, 3, 4, 5, 6));
}

/** A block with what stands 14 and 15 words before each of its own: `near` 14, and 15 half in it and half in `far`. */
// @ts-ignore: decorator
@inline
function onto(block: v128, near: v128, far: v128): v128 {
  return v128.xor(v128.xor(block, near), v128.shuffle<i64>(far, near, 1, 2));
}

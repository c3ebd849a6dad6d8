// A second module, for checksums of long data. It works on the memory of the first one, which never needs it: so the
// first one stays small enough to be compiled synchronously everywhere.

import { FOLD_AT, FOLD_MAX } from "../../src/layout";
import { afterByte, firstBlock, foldInto } from "../fold";
import { residue } from "../residue";
import { collapse, COLLAPSED } from "./collapse";

/**
 * The `crc16` of the core module, for 128 bytes or more. With y = x^64, y^15 = y + 1: every word of 64 bits takes those 14 and 15 places before it, until fifteen are left.
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
  const end = at + length;
  const first = ((length - 1) & 15) + 1;
  let fold = firstBlock(at, first, crc);
  let parity = fold;
  at += first;
  let to: usize = FOLD_AT;
  v128.store(to, fold);
  for (; to < <usize>FOLD_AT + 96; to += 16, at += 16) {
    const block = v128.load(at);
    parity = v128.xor(parity, block);
    v128.store(to, block, 16);
  }
  let before = i64x2(0, 0);
  for (; at + 32 <= end; at += 32, to += 32) {
    const one = v128.load(at);
    const two = v128.load(at, 16);
    parity = v128.xor(parity, v128.xor(one, two));
    const middle = v128.load(to - 96);
    v128.store(to, v128.xor(v128.xor(one, middle), v128.shuffle<i64>(before, middle, 1, 2)), 16);
    before = v128.load(to - 80);
    v128.store(to, v128.xor(v128.xor(two, before), v128.shuffle<i64>(middle, before, 1, 2)), 32);
  }
  // Fifteen words are left: the second of `before`, which the last word has taken too early, and seven blocks.
  fold = v128.and(before, i64x2(0, -1));
  v128.store(to, v128.xor(v128.load(to), fold));
  for (let from = to - 96; from <= to; from += 16) fold = foldInto(fold, v128.load(from));
  if (at < end) {
    const block = v128.load(at);
    fold = foldInto(fold, block);
    parity = v128.xor(parity, block);
  }
  return residue(fold, parity);
}

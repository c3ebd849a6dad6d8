// CRC-16/MODBUS without tables. The polynomial is (x + 1) * Q with Q = x^15 + x + 1, and squaring keeps Q a trinomial,
// so blocks are folded with XORs alone; `parity` repairs the factor x + 1 at the end. docs/codec.md explains it.
// Lane t of a register stands for degree 15 - t: earlier bytes are higher.

import { FOLD_AT, FOLD_MAX } from "../src/layout";
import { collapse, COLLAPSED } from "./collapse";
import { foldInto } from "./fold";
import { residue, residueOfWord } from "./residue";

/** From here on folding words of 64 bits in memory is faster than one register. */
const LONG: usize = 160;

/**
 * CRC of `length` bytes that follow others, whose CRC is `crc`, or 0xffff when there are none. A frame with its CRC
 * gives 0. Up to 15 bytes behind the end are loaded, and ignored.
 */
export function crc16(at: usize, length: usize, crc: u32): u32 {
  if (length > <usize>FOLD_MAX) {
    at = collapse(at, length, crc);
    length = COLLAPSED;
    crc = 0;
  }
  // The register enters the message as its first two bytes, and those must stand in the first block.
  if ((length & 15) == 1) {
    crc = afterByte(crc, load<u8>(at++));
    length--;
  }
  if (length <= 8) return length ? residueOfWord((load<u64>(at) ^ crc) << (64 - (length << 3))) : crc;
  let end = at + length;
  const first = ((length - 1) & 15) + 1;
  // The first block is the short one, moved to the end of its register: zeros in front change nothing.
  const order = i8x16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  let fold = v128.xor(v128.load(at), i32x4(crc, 0, 0, 0));
  fold = i8x16.swizzle(fold, i8x16.sub(order, i8x16.splat(<i8>(16 - first))));
  let parity = fold;
  at += first;
  const long = length >= LONG;
  if (long) {
    // With y = x^64, y^15 = y + 1: every word takes those 14 and 15 places before it, of which a block holds two.
    let to: usize = FOLD_AT;
    v128.store(to, fold);
    for (; to < <usize>FOLD_AT + 96; to += 16, at += 16) {
      const block = v128.load(at);
      parity = v128.xor(parity, block);
      v128.store(to, block, 16);
    }
    let before = i64x2(0, 0);
    for (; at < end; at += 16, to += 16) {
      const block = v128.load(at);
      parity = v128.xor(parity, block);
      const middle = v128.load(to - 96);
      v128.store(to, v128.xor(v128.xor(block, middle), v128.shuffle<i64>(before, middle, 1, 2)), 16);
      before = middle;
    }
    // Fifteen words are left: the second of `before`, which the last word has taken too early, and seven blocks.
    fold = v128.and(before, i64x2(0, -1));
    v128.store(to, v128.xor(v128.load(to), fold));
    end = to + 16;
    at = to - 96;
  }
  let sum = parity;
  for (; at < end; at += 16) {
    const block = v128.load(at);
    fold = foldInto(fold, block);
    sum = v128.xor(sum, block);
  }
  return residue(fold, long ? parity : sum);
}

/** What one byte does to the register. */
// @ts-ignore: decorator
@inline
function afterByte(crc: u32, byte: u32): u32 {
  const b = (crc ^ byte) & 0xff;
  return (crc >> 8) ^ (b << 6) ^ (b << 7) ^ (popcnt(b) & 1 ? 0xc001 : 0);
}

// CRC-16/MODBUS without tables. The polynomial is (x + 1) * Q with Q = x^15 + x + 1, and squaring keeps Q a trinomial,
// so blocks are folded with XORs alone; the parity of all bits repairs the factor x + 1 at the end. docs/codec.md explains
// it. Lane t of a register stands for degree 15 - t: earlier bytes are higher.

import { firstBlock, foldInto } from "./fold";
import { halve, isMultiple, times16 } from "./residue";

/**
 * CRC of `length` bytes that follow others, whose CRC is `crc`, or 0xffff when there are none. A frame with its CRC
 * gives 0. Up to 15 bytes behind the end are loaded, and ignored.
 */
export function crc16(at: usize, length: usize, crc: u32): u32 {
  if (!length) return crc;
  let word = wordOf(at, length, crc);
  if (length > 8) word = fold(at, length, crc);
  else bits = word;
  const sum = times16(word, bits);
  // The second byte of the register has no byte of the message to go into.
  return length == 1 ? sum ^ (crc >> 8) : sum;
}

/** Whether the CRC is 0, which is less work than to say what it is. Of 4 bytes or more. */
// @ts-ignore: decorator
@inline
export function isZero(at: usize, length: usize): bool {
  let word = wordOf(at, length, 0xffff);
  let even = word;
  if (length > 8) {
    word = fold(at, length, 0xffff);
    even = bits;
  }
  return isMultiple(word, even);
}

/** Word with an even number of bits if that is what the last message has. */
let bits: u64 = 0;

/** A message of 1..8 bytes. */
// @ts-ignore: decorator
@inline
function wordOf(at: usize, length: usize, crc: u32): u64 {
  return (load<u64>(at) ^ crc) << (64 - (length << 3));
}

/** A word that is equal to a message of at least two bytes modulo Q. */
function fold(at: usize, length: usize, crc: u32): u64 {
  const end = at + length;
  const first = ((length - 1) & 15) + 1;
  let register = firstBlock(at, first, crc);
  let parity = register;
  // The second byte of the register, when the first block has no place for it.
  let rest = i32x4(first == 1 ? crc >> 8 : 0, 0, 0, 0);
  for (at += first; at < end; at += 16) {
    const block = v128.xor(v128.load(at), rest);
    register = foldInto(register, block);
    parity = v128.xor(parity, block);
    rest = i32x4(0, 0, 0, 0);
  }
  bits = i64x2.extract_lane(parity, 0) ^ i64x2.extract_lane(parity, 1);
  return halve(register);
}

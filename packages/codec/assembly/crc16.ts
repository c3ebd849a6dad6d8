// CRC-16/MODBUS without tables. The polynomial is (x + 1) * Q with Q = x^15 + x + 1, and squaring keeps Q a trinomial,
// so blocks are folded with XORs alone; the parity of all bits repairs the factor x + 1 at the end. docs/codec.md explains
// it. Lane t of a register stands for degree 15 - t: earlier bytes are higher.

import { afterByte, firstBlock, foldInto } from "./fold";
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

/** Whether the CRC of more than 8 bytes is 0, which is less work than to say what it is. */
export function isLongZero(at: usize, length: usize): bool {
  return isMultiple(fold(at, length, 0xffff), bits);
}

/** The same for 1..8 bytes. */
// @ts-ignore: decorator
@inline
export function isShortZero(at: usize, length: usize): bool {
  const word = wordOf(at, length, 0xffff);
  return isMultiple(word, word);
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
  // The register enters the message as its first two bytes, and those must stand in the first block.
  if ((length & 15) == 1) {
    crc = afterByte(crc, load<u8>(at++));
    length--;
  }
  const end = at + length;
  const first = ((length - 1) & 15) + 1;
  let register = firstBlock(at, first, crc);
  let parity = register;
  at += first;
  for (; at < end; at += 16) {
    const block = v128.load(at);
    register = foldInto(register, block);
    parity = v128.xor(parity, block);
  }
  bits = i64x2.extract_lane(parity, 0) ^ i64x2.extract_lane(parity, 1);
  return halve(register);
}

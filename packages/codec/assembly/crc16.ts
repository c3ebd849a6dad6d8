// CRC-16/MODBUS without tables. The polynomial is (x + 1) * Q with Q = x^15 + x + 1, and squaring keeps Q a trinomial,
// so blocks are folded with XORs alone; `parity` repairs the factor x + 1 at the end. docs/codec.md explains it.
// Lane t of a register stands for degree 15 - t: earlier bytes are higher.

import { afterByte, firstBlock, foldInto } from "./fold";
import { residue, residueOfWord } from "./residue";

/**
 * CRC of `length` bytes that follow others, whose CRC is `crc`, or 0xffff when there are none. A frame with its CRC
 * gives 0. Up to 15 bytes behind the end are loaded, and ignored.
 */
export function crc16(at: usize, length: usize, crc: u32): u32 {
  // The register enters the message as its first two bytes, and those must stand in the first block.
  if ((length & 15) == 1) {
    crc = afterByte(crc, load<u8>(at++));
    length--;
  }
  if (length <= 8) return length ? residueOfWord((load<u64>(at) ^ crc) << (64 - (length << 3))) : crc;
  const end = at + length;
  const first = ((length - 1) & 15) + 1;
  let fold = firstBlock(at, first, crc);
  let parity = fold;
  at += first;
  for (; at < end; at += 16) {
    const block = v128.load(at);
    fold = foldInto(fold, block);
    parity = v128.xor(parity, block);
  }
  return residue(fold, parity);
}

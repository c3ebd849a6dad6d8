// CRC-16/MODBUS without tables. The polynomial is (x + 1) * Q with Q = x^15 + x + 1, and squaring keeps Q a trinomial,
// so 16-byte blocks are folded with XORs alone; `q` collects the parity, which repairs the factor x + 1 at the end.
// Lane t of a register stands for degree 15 - t: earlier bytes are higher.

import { fold16, shiftDown, shiftUp } from "./fold";
import { foldLong, LONG, longEnd, longParity } from "./long";
import { residue } from "./residue";

/** CRC of `length` bytes. A frame with its CRC gives 0. Up to 15 bytes behind the end are loaded, and ignored. */
export function crc16(at: usize, length: usize): u32 {
  return crc16Continue(at, length, 0xffff);
}

/** CRC of bytes that follow others, whose CRC is `crc`. */
export function crc16Continue(at: usize, length: usize, crc: u32): u32 {
  if (length < 2) return length == 0 ? crc : crcByte(crc, load<u8>(at));
  // The register enters the message as its first two bytes.
  let fold = v128.xor(v128.load(at), i32x4(crc, 0, 0, 0));
  if (length < 16) {
    fold = shiftDown(fold, 16 - length);
    return residue(fold, fold);
  }
  const end = at + length;
  let parity = fold;
  if (length < LONG) {
    at += 16;
  } else {
    fold = foldLong(fold, at, end);
    parity = longParity;
    at = longEnd;
  }
  for (; at + 16 <= end; at += 16) {
    const block = v128.load(at);
    fold = v128.xor(fold16(fold), block);
    parity = v128.xor(parity, block);
  }
  const rest = end - at;
  if (rest == 0) return residue(fold, parity);
  const last = shiftDown(v128.load(at), 16 - rest);
  fold = v128.xor(v128.xor(fold16(shiftDown(fold, 16 - rest)), shiftUp(fold, rest)), last);
  return residue(fold, v128.xor(parity, last));
}

/** What one byte does to the register. */
function crcByte(crc: u32, byte: u32): u32 {
  const b = (crc ^ byte) & 0xff;
  return (crc >> 8) ^ (b << 6) ^ (b << 7) ^ (popcnt(b) & 1 ? 0xc001 : 0);
}

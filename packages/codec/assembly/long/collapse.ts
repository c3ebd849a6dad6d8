import { SEQUENCE_PERIOD, SUM_AT } from "../../src/layout";

/** Bytes that `collapse` leaves. */
export const COLLAPSED: usize = SEQUENCE_PERIOD + 1;
/** Rows that are added in one go: more of them would drive each other out of the nearest cache. */
const ROWS: usize = 8;

/**
 * Adds up bytes that are 32767 apart: x^(8 * 32767) = 1. The register `crc` goes in with the first two. Returns where
 * the result stands; its register in front is 0.
 */
export function collapse(at: usize, length: usize, crc: u32): usize {
  // The sum is aligned to the end of the message. One byte in front, so that the rows behind it are aligned in memory.
  const sum: usize = SUM_AT + 15;
  const rest = (length - 2) % SEQUENCE_PERIOD + 2;
  const last = at + length;
  const first = sum + COLLAPSED - rest;
  memory.fill(sum, 0, COLLAPSED);
  memory.copy(first, at, rest);
  store<u16>(first, load<u16>(first) ^ crc);
  at += rest;
  while (at < last) {
    const end = min(at + ROWS * SEQUENCE_PERIOD, last);
    let column = at;
    for (let to = sum + 1; to < sum + COLLAPSED; to += 32, column += 32) {
      let one = v128.load(to);
      let two = v128.load(to, 16);
      for (let from = column; from < end; from += SEQUENCE_PERIOD) {
        one = v128.xor(one, v128.load(from));
        two = v128.xor(two, v128.load(from, 16));
      }
      v128.store(to, one);
      v128.store(to, two, 16);
    }
    at = end;
  }
  return sum;
}

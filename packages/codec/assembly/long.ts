import { FOLD_AT } from "../src/layout";
import { fold16 } from "./fold";

/** From here on the eight registers of `foldLong` pay. */
export const LONG: usize = 240;

/** What else `foldLong` leaves, to go on with in 16-byte steps. */
export let longParity: v128 = i64x2(0, 0);
export let longEnd: usize = 0;

/** (b.hi, a.lo): the words in front of those of `a`. */
// @ts-ignore: decorator
@inline
function before(a: v128, b: v128): v128 {
  return v128.shuffle<i64>(b, a, 1, 2);
}

/**
 * Folds rounds of 112 bytes from `at`: with y = x^64, y^15 = y + 1, so every 64-bit word takes the words 14 and 15
 * places before it. The last word of a round gets its first term one round late. `first` is the first block, with the
 * register in it. Returns the fold.
 */
export function foldLong(first: v128, at: usize, end: usize): v128 {
  const zero = i64x2(0, 0);
  let u0 = first;
  let u1 = v128.load(at, 16);
  let u2 = v128.load(at, 32);
  let u3 = v128.load(at, 48);
  let u4 = v128.load(at, 64);
  let u5 = v128.load(at, 80);
  let u6 = v128.load(at, 96);
  let u7 = v128.load(at, 112);
  let q = v128.xor(v128.xor(v128.xor(u0, u1), v128.xor(u2, u3)), v128.xor(v128.xor(u4, u5), v128.xor(u6, u7)));
  u7 = v128.xor(u7, v128.shuffle<i64>(u0, u0, 0, 0));
  for (at += 128; at + 112 <= end; at += 112) {
    u7 = v128.xor(u7, v128.shuffle<i64>(zero, u0, 0, 3));
    const w1 = v128.load(at);
    const w2 = v128.load(at, 16);
    const w3 = v128.load(at, 32);
    const w4 = v128.load(at, 48);
    const w5 = v128.load(at, 64);
    const w6 = v128.load(at, 80);
    const w7 = v128.load(at, 96);
    q = v128.xor(q, v128.xor(v128.xor(v128.xor(w1, w2), v128.xor(w3, w4)), v128.xor(v128.xor(w5, w6), w7)));
    const v7 = v128.xor(v128.xor(w7, before(u7, u6)), v128.shuffle<i64>(u7, zero, 0, 2));
    u6 = v128.xor(v128.xor(w6, u6), before(u6, u5));
    u5 = v128.xor(v128.xor(w5, u5), before(u5, u4));
    u4 = v128.xor(v128.xor(w4, u4), before(u4, u3));
    u3 = v128.xor(v128.xor(w3, u3), before(u3, u2));
    u2 = v128.xor(v128.xor(w2, u2), before(u2, u1));
    u1 = v128.xor(v128.xor(w1, u1), before(u1, u0));
    u0 = u7;
    u7 = v7;
  }
  // Through memory, because a loop needs the room of one fold and seven of them in a row need that of seven.
  v128.store(FOLD_AT, u1);
  v128.store(FOLD_AT, u2, 16);
  v128.store(FOLD_AT, u3, 32);
  v128.store(FOLD_AT, u4, 48);
  v128.store(FOLD_AT, u5, 64);
  v128.store(FOLD_AT, u6, 80);
  v128.store(FOLD_AT, u7, 96);
  let fold = v128.shuffle<i64>(zero, u0, 0, 3);
  for (let from: usize = 0; from < 112; from += 16) fold = v128.xor(fold16(fold), v128.load(FOLD_AT + from));
  longParity = q;
  longEnd = at;
  return fold;
}

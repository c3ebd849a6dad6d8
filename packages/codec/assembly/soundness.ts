import {
  PREFIXES_AT,
  SEQUENCE_INITIAL,
  SEQUENCE_AT,
  SEQUENCE_THERE,
  SEQUENCE_WANTED,
  STARTS_AT,
  STATE_FILLED,
  STATE_START,
  WANTED_AT,
  WINDOW,
} from "../src/layout";
import { crc16 } from "./crc16";
import { end, get, set, slot, window } from "./scanner-state";

/** What may be summed in vain for each unread byte, before the prefixes of all of them are made; and what a sum costs. */
const PATIENCE = 64;
const PRICE = 256;

/** Whose prefixes those in memory are. */
let owner: usize = 0;
let prefixed: bool = false;
let left: i32 = 0;

/** Before each search. Prefixes that reach into the unread bytes stay in use. */
// @ts-ignore: decorator
@inline
export function beginSoundness(): void {
  const start = get(STATE_START);
  prefixed = owner == slot && get(STATE_FILLED) > start;
  left = PATIENCE * (end - start);
}

// @ts-ignore: decorator
@inline
export function hasPrefixes(): bool {
  return prefixed;
}

/** So many bytes were summed in vain. */
export function countVain(length: i32): void {
  left -= length + PRICE;
  if (left >= 0) return;
  prefixed = load<i32>(WANTED_AT) == SEQUENCE_THERE;
  if (prefixed) {
    owner = slot;
    set(STATE_FILLED, get(STATE_START));
    store<u16>(PREFIXES_AT + (get(STATE_START) << 1), 0);
  } else store<i32>(WANTED_AT, SEQUENCE_WANTED);
}

/** Whether the stretch at the anchor or behind it, which includes its CRC, is sound; at a bounded price per byte. */
export function isSound(at: i32, length: i32): bool {
  if (!prefixed) {
    if (!crc16(window + at, length, 0xffff)) return true;
    countVain(length);
    return false;
  }
  const to = at + length;
  let filled = get(STATE_FILLED);
  if (filled < to) {
    let value: u32 = load<u16>(PREFIXES_AT + (filled << 1));
    do {
      // One byte on is a factor of x^-8, which is one byte back in the sequence.
      value ^= load<u16>(load<usize>((<usize>load<u8>(window + filled) << 2) + STARTS_AT) - filled);
      filled++;
      store<u16>(PREFIXES_AT + (filled << 1), value);
    } while (filled < to);
    set(STATE_FILLED, to);
  }
  const wanted = load<u16>(PREFIXES_AT + (at << 1)) ^ load<u16>(SEQUENCE_AT + SEQUENCE_INITIAL + WINDOW - at);
  return load<u16>(PREFIXES_AT + (to << 1)) == wanted;
}

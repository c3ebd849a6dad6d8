import {
  BUCKETS,
  CANDIDATES_PER_END,
  INPUT_AT,
  PERIOD,
  RECORDS_AT,
  SHORTEST_CANDIDATE,
  STATE_AT,
  STATE_KEYS,
  STATE_NEWEST,
  STATE_POSITION,
  STATE_POWER,
  STATE_PREFIX,
  STATE_PREVIOUS,
  TERMS_AT,
} from "../../src/capture/layout";
import { initialAt } from "./tables";

const KEYS: usize = STATE_AT + STATE_KEYS;
const PREVIOUS: usize = STATE_AT + STATE_PREVIOUS;
const NEWEST: usize = STATE_AT + STATE_NEWEST;
const MASK: u32 = BUCKETS - 1;

let record: usize = 0;

/** Searches `count` bytes of input; returns the number of records. src/capture/js/candidate-finder.ts is its twin. */
export function search(count: u32): u32 {
  let prefix: u32 = load<u32>(STATE_AT + STATE_PREFIX);
  let power: i32 = load<i32>(STATE_AT + STATE_POWER);
  let position: u32 = load<u32>(STATE_AT + STATE_POSITION);
  const initial = initialAt;
  const first = position;
  const end: usize = INPUT_AT + count;
  record = RECORDS_AT;
  for (let at: usize = INPUT_AT; at < end; ) {
    // As far as the powers go without beginning anew.
    const stop = min(end, at + power + 1);
    for (; at < stop; at++) {
      prefix ^= load<u16>(load<u32>(TERMS_AT + ((<u32>load<u8>(at)) << 2)) + power);
      power--;
      position++;
      const newest: u32 = load<u8>(NEWEST + (prefix & MASK));
      if (((load<u16>(KEYS + (newest << 1)) ^ prefix) & MASK) == 0) walk(newest, prefix, position, position - first);
      const key = prefix ^ <u32>load<u16>(initial + power);
      const slot = position & 255;
      const bucket = NEWEST + (key & MASK);
      store<u16>(KEYS + (slot << 1), key);
      store<u8>(PREVIOUS + slot, load<u8>(bucket));
      store<u8>(bucket, slot);
    }
    if (power < 0) power += PERIOD;
  }
  store<u32>(STATE_AT + STATE_PREFIX, prefix);
  store<i32>(STATE_AT + STATE_POWER, power);
  store<u32>(STATE_AT + STATE_POSITION, position);
  return <u32>(record - RECORDS_AT) >> 2;
}

/** Records the starts in this bucket whose key is the prefix, the nearest first. */
function walk(slot: u32, prefix: u32, position: u32, end: u32): void {
  let left = CANDIDATES_PER_END;
  for (let age: u32 = 0; ; ) {
    const distance = ((position - slot - 1) & 255) + 1;
    const key = <u32>load<u16>(KEYS + (slot << 1));
    // Slots are used again: a start that is not older than the one before, or of another bucket, ends the chain.
    if (distance <= age || (key ^ prefix) & MASK) return;
    if (key == prefix && distance >= <u32>SHORTEST_CANDIDATE) {
      store<u32>(record, end | (distance << 16));
      record += 4;
      if (--left == 0) return;
    }
    age = distance;
    slot = load<u8>(PREVIOUS + slot);
  }
}

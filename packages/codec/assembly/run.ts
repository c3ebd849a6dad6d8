// What most scans are: frames behind one another, and noise between them, while nothing is awaited.

import {
  LENGTH_BASE,
  RULES_ADDRESS_MAX,
  RULES_PREFER_LONGER,
  RULES_QUICK,
  STATE_BOUNDARY,
  STATE_NEED,
  STATE_START,
  VERDICT_VOID,
  VERDICT_WAIT,
} from "../src/layout";
import { isLongZero, isShortZero } from "./crc16";
import { judgeByRules, waitFor } from "./judge";
import { candidateFrom } from "./noise";
import { endNoise, isFull, pushFrame } from "./records";
import { end, get, rule, rules, set, window } from "./scanner-state";
import { countVain, hasPrefixes } from "./soundness";

/** Takes frames and noise until the anchor needs more bytes, or `end` or the end of the room for records is reached. */
export function run(): void {
  let at = get(STATE_START);
  if (end < get(STATE_NEED)) return;
  do {
    const length = judge(at);
    if (length > 0) {
      endNoise(at);
      // When only the noise fits, the frame is found again by the next scan.
      if (isFull()) return;
      pushFrame(at, length);
      at += length;
      set(STATE_BOUNDARY, at);
    } else {
      if (length == VERDICT_WAIT) return;
      at = candidateFrom(at + 1);
    }
    set(STATE_START, at);
    set(STATE_NEED, 0);
  } while (at < end && !isFull());
}

/** `judgeByRules` for all bytes that are there, for what nearly all of them are. */
// @ts-ignore: decorator
@inline
function judge(at: i32): i32 {
  const available = end - at;
  const bytes = window + at;
  if (<i32>load<u8>(bytes) > rule(RULES_ADDRESS_MAX)) return VERDICT_VOID;
  const quick: u32 = load<u32>(rules + (<usize>load<u8>(bytes, 1) << 2), RULES_QUICK << 1);
  const requests = rules + ((quick & 0xffff) << 1);
  const responses = rules + ((quick >> 16) << 1);
  // Behind both counts, and behind the key.
  const known = max(max<i32>(load<u8>(requests), load<u8>(responses)), 1);
  if (!quick || available <= known || hasPrefixes()) return judgeByRules(at, available, false);
  const a = lengthBy(requests, bytes);
  const b = lengthBy(responses, bytes);
  let longer = max(a, b);
  if (!longer) return VERDICT_VOID;
  // No length is 0: then there is only the other one.
  let shorter = min(a, b);
  if (!shorter) shorter = longer;
  if (longer - shorter == 1 && rule(RULES_PREFER_LONGER)) return judgeByRules(at, available, false);
  shorter += LENGTH_BASE;
  longer += LENGTH_BASE;
  if (shorter > available) return waitFor(at + shorter, false);
  if (shorter <= 8 ? isShortZero(bytes, shorter) : isLongZero(bytes, shorter)) return shorter;
  if (longer > available) return waitFor(at + longer, false);
  if (longer != shorter && isLongZero(bytes, longer)) return longer;
  countVain(shorter + longer);
  return VERDICT_VOID;
}

/** Length of the frame at `bytes` by the table at `lengths`, less LENGTH_BASE; 0 for none. */
// @ts-ignore: decorator
@inline
function lengthBy(lengths: usize, bytes: usize): i32 {
  return load<u8>(lengths + load<u8>(bytes + load<u8>(lengths)), 2);
}

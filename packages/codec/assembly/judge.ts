import {
  CLAIM_LAPSED,
  RULES_ADDRESS_MAX,
  RULES_REQUESTS,
  RULES_RESPONSES,
  STATE_CLAIM,
  STATE_LOOKED,
  STATE_NEED,
  STATE_START,
  VERDICT_VOID,
  VERDICT_WAIT,
} from "../src/layout";
import { crc16 } from "./crc16";
import { judgeByExpectations } from "./expectations";
import { frameLength } from "./frame-length";
import { byteAt, get, rule, set, window } from "./scanner-state";

/** Decides on the anchor by the bytes looked at: a frame's length, or one of the VERDICTs. */
export function judge(): i32 {
  if (get(STATE_CLAIM) < CLAIM_LAPSED) {
    const verdict = judgeByExpectations();
    if (verdict != VERDICT_VOID) return verdict;
  }
  return judgeByRules();
}

function judgeByRules(): i32 {
  const at = get(STATE_START);
  const available = get(STATE_LOOKED) - at;
  if (byteAt(at) > rule(RULES_ADDRESS_MAX)) return VERDICT_VOID;
  if (available < 2) return waitFor(at + 2);
  const key = byteAt(at + 1);
  const a = frameLength(rule(RULES_REQUESTS + key), at, available);
  const b = frameLength(rule(RULES_RESPONSES + key), at, available);
  const shorter = min(a, b);
  const longer = max(a, b);
  if (isFrame(at, shorter, available)) return shorter;
  if (longer != shorter && isFrame(at, longer, available)) return longer;
  const needed = min(stillNeeded(a, available), stillNeeded(b, available));
  return needed == u32.MAX_VALUE ? VERDICT_VOID : waitFor(at + needed);
}

function isFrame(at: i32, length: i32, available: i32): bool {
  return length > 0 && length <= available && !crc16(window + at, length);
}

function waitFor(need: i32): i32 {
  set(STATE_NEED, need);
  return VERDICT_WAIT;
}

/** How many bytes a candidate must have before it can be decided; the largest number when it is decided already. */
function stillNeeded(length: i32, available: i32): u32 {
  const needed = abs(length);
  return needed > available ? needed : u32.MAX_VALUE;
}

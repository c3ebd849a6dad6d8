import {
  CLAIM_LAPSED,
  PLACE_SPECIAL,
  RULES_ADDRESS_MAX,
  RULES_PREFER_LONGER,
  RULES_REQUESTS,
  RULES_RESPONSES,
  SHORTEST_FRAME,
  STATE_BOUNDARY,
  STATE_CLAIM,
  STATE_LOOKED,
  STATE_NEED,
  STATE_START,
  VERDICT_VOID,
  VERDICT_WAIT,
} from "../src/layout";
import { crc16 } from "./crc16";
import { judgeByExpectations } from "./expectations";
import { chosen, frameLength, isOpen } from "./frame-length";
import { byteAt, closing, get, lengthMax, rule, set, window } from "./scanner-state";

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
  let request = rule(RULES_REQUESTS + key);
  let response = rule(RULES_RESPONSES + key);
  if (!(request | response)) return VERDICT_VOID;
  let open = false;
  if ((request | response) & PLACE_SPECIAL) {
    request = chosen(request & ~PLACE_SPECIAL, at, available);
    response = chosen(response & ~PLACE_SPECIAL, at, available);
    open = at == get(STATE_BOUNDARY) && (isOpen(request) || isOpen(response));
  }
  const a = frameLength(request, at, available);
  const b = frameLength(response, at, available);
  const shorter = min(a, b);
  const longer = max(a, b);
  if (isFrame(at, shorter, available)) {
    if (longer - shorter != 1 || !rule(RULES_PREFER_LONGER)) return shorter;
    if (available < longer && !closing) return waitFor(at + longer);
    return isFrame(at, longer, available) ? longer : shorter;
  }
  if (longer != shorter && isFrame(at, longer, available)) return longer;
  let needed = min(stillNeeded(a, available), stillNeeded(b, available));
  if (open) {
    // A frame of the greatest length needs no silence behind it: it cannot go on.
    const length = closing ? available : lengthMax;
    if (length >= SHORTEST_FRAME && isFrame(at, length, available)) return length;
    needed = min(needed, stillNeeded(lengthMax, available));
  }
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

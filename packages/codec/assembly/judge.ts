import {
  RULES_ADDRESS_MAX,
  RULES_PREFER_LONGER,
  RULES_REQUESTS,
  RULES_RESPONSES,
  SHORTEST_FRAME,
  STATE_BOUNDARY,
  STATE_NEED,
  VERDICT_VOID,
  VERDICT_WAIT,
} from "../src/layout";
import { chosen, frameLength, isOpen } from "./frame-length";
import { byteAt, get, lengthMax, rule, rules, set } from "./scanner-state";
import { isSound } from "./soundness";

/**
 * Whether a frame by the length rules begins at the anchor, of which `available` bytes are looked at: its length,
 * VERDICT_WAIT or VERDICT_VOID. `closing` says that more bytes will not come.
 */
export function judgeByRules(at: i32, available: i32, closing: bool): i32 {
  if (byteAt(at) > rule(RULES_ADDRESS_MAX)) return VERDICT_VOID;
  if (available < 2) return waitFor(at + 2, closing);
  const places = rules + (byteAt(at + 1) << 1);
  const request = chosen(load<u16>(places, RULES_REQUESTS << 1), at, available);
  const response = chosen(load<u16>(places, RULES_RESPONSES << 1), at, available);
  const a = frameLength(request, at, available);
  const b = frameLength(response, at, available);
  const shorter = min(a, b);
  const longer = max(a, b);
  if (isFrame(at, shorter, available)) {
    if (longer - shorter != 1 || !rule(RULES_PREFER_LONGER)) return shorter;
    if (available < longer && !closing) return waitFor(at + longer, false);
    return isFrame(at, longer, available) ? longer : shorter;
  }
  if (longer != shorter && isFrame(at, longer, available)) return longer;
  let needed = min(stillNeeded(a, available), stillNeeded(b, available));
  if (at == get(STATE_BOUNDARY) && (isOpen(request) || isOpen(response))) {
    // A frame of the greatest length needs no silence behind it: it cannot go on.
    const length = closing ? available : lengthMax;
    if (length >= SHORTEST_FRAME && isFrame(at, length, available)) return length;
    needed = min(needed, stillNeeded(lengthMax, available));
  }
  return needed == u32.MAX_VALUE ? VERDICT_VOID : waitFor(at + needed, closing);
}

function isFrame(at: i32, length: i32, available: i32): bool {
  return length > 0 && length <= available && isSound(at, length);
}

/** What can only be decided at the offset `need` is void when more bytes will not come. */
export function waitFor(need: i32, closing: bool): i32 {
  if (closing) return VERDICT_VOID;
  set(STATE_NEED, need);
  return VERDICT_WAIT;
}

/** How many bytes a candidate must have before it can be decided; the largest number when it is decided already. */
function stillNeeded(length: i32, available: i32): u32 {
  const needed = abs(length);
  return needed > available ? needed : u32.MAX_VALUE;
}

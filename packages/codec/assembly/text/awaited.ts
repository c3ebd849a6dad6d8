import {
  EXPECTATION_HEAD,
  EXPECTATION_HEAD_LENGTH,
  EXPECTATION_MASK,
  EXPECTATION_SIZE,
  SLOT_EXPECTATIONS,
  STATE_EXPECTED,
} from "../../src/layout";
import { get, slot, window } from "./state";

/** Whether `start..end` begins with the head of an awaited answer. */
export function isAwaited(start: i32, end: i32): bool {
  const text = load<u64>(window + start);
  const last = slot + get(STATE_EXPECTED) * EXPECTATION_SIZE;
  for (let entry = slot; entry < last; entry += EXPECTATION_SIZE) {
    const differs = (text ^ load<u64>(entry, SLOT_EXPECTATIONS + EXPECTATION_HEAD)) &
      load<u64>(entry, SLOT_EXPECTATIONS + EXPECTATION_MASK);
    if (!differs && load<i32>(entry, SLOT_EXPECTATIONS + EXPECTATION_HEAD_LENGTH) <= end - start) return true;
  }
  return false;
}

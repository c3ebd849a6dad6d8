// What one call of `search` works on. Globals, because there is one call at a time and no allocation.

import { SLOT_WINDOW, STATE_LOOKED, STATE_MATCHED, STATE_START } from "../../src/layout";
import { TEXT_OTHER_START, TEXT_START } from "../../src/text-layout";

export let slot: usize = 0;
export let rules: usize = 0;
export let window: usize = 0;

export function enter(slotAt: usize, rulesAt: usize): void {
  slot = slotAt;
  rules = rulesAt;
  window = slotAt + SLOT_WINDOW;
}

/** Word of the scanner's state, by its STATE index. */
// @ts-ignore: decorator
@inline
export function get(index: i32): i32 {
  return load<i32>(slot + (index << 2));
}

// @ts-ignore: decorator
@inline
export function set(index: i32, value: i32): void {
  store<i32>(slot + (index << 2), value);
}

/** Word of the compiled rules, by its TEXT index. */
// @ts-ignore: decorator
@inline
export function rule(index: i32): i32 {
  return load<i32>(rules + (index << 2));
}

// @ts-ignore: decorator
@inline
export function byteAt(offset: i32): i32 {
  return load<u8>(window + offset);
}

// @ts-ignore: decorator
@inline
export function isStart(at: i32): bool {
  const character = byteAt(at);
  return character == rule(TEXT_START) || character == rule(TEXT_OTHER_START);
}

/** Nothing before `to` is part of a frame any more. */
export function drop(to: i32): void {
  set(STATE_START, to);
  set(STATE_LOOKED, to);
  set(STATE_MATCHED, 0);
}

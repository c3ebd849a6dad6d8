// What one call of `scan` works on. Globals, because there is one call at a time and no allocation.

import { RULES_LENGTH_MAX, SLOT_WINDOW, STATE_CLAIM, STATE_END, STATE_NEED, STATE_START } from "../src/layout";

export let slot: usize = 0;
export let rules: usize = 0;
export let window: usize = 0;
export let lengthMax: i32 = 0;
/** Offset behind the last byte received. */
export let end: i32 = 0;

// @ts-ignore: decorator
@inline
export function enter(slotAt: usize, rulesAt: usize): void {
  slot = slotAt;
  rules = rulesAt;
  window = slotAt + SLOT_WINDOW;
  lengthMax = rule(RULES_LENGTH_MAX);
  end = get(STATE_END);
}

/** Word of the state, by its STATE index. */
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

/** Word of the compiled rules, by its index. */
// @ts-ignore: decorator
@inline
export function rule(index: i32): i32 {
  return load<u16>(rules + (index << 1));
}

// @ts-ignore: decorator
@inline
export function byteAt(offset: i32): i32 {
  return load<u8>(window + offset);
}

/** Moves the anchor, of which nothing is known yet. */
export function moveAnchor(to: i32): void {
  set(STATE_START, to);
  set(STATE_NEED, 0);
  set(STATE_CLAIM, 0);
}

import { RECORDS, SLOT_RECORDS } from "../src/layout";
import { slot } from "./scanner-state";

// The values of RecordKind in src/scanner.ts; the twin test compares every record.
const NOISE = 0;
const FRAME = 1;
const DAMAGED = 2;

export let count: i32 = 0;
/** Start of the bytes that belong to no record yet. */
let noise: i32 = 0;
let damaged: bool = false;

export function beginRecords(start: i32): void {
  count = 0;
  noise = start;
  damaged = false;
}

// @ts-ignore: decorator
@inline
export function isFull(): bool {
  return count == RECORDS;
}

/** The noise that is being collected holds an awaited answer with a wrong checksum. */
export function markDamaged(): void {
  damaged = true;
}

/** Records what stands before `end` and belongs to no frame. */
// @ts-ignore: decorator
@inline
export function endNoise(end: i32): void {
  if (end > noise) pushNoise(end);
}

function pushNoise(end: i32): void {
  if (isFull()) return;
  push(damaged ? DAMAGED : NOISE, noise, end - noise);
  noise = end;
  damaged = false;
}

// @ts-ignore: decorator
@inline
export function pushFrame(offset: i32, length: i32): void {
  push(FRAME, offset, length);
  noise = offset + length;
}

// @ts-ignore: decorator
@inline
function push(kind: i32, offset: i32, length: i32): void {
  const at = slot + SLOT_RECORDS + 12 * count++;
  store<i32>(at, kind);
  store<i32>(at, offset, 4);
  store<i32>(at, length, 8);
}

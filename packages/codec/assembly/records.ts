import { RECORDS, SLOT_RECORDS } from "../src/layout";
import { slot } from "./scanner-state";

// The values of RecordKind in src/scanner.ts; the twin test compares every record.
const NOISE = 0;
const FRAME = 1;
const DAMAGED = 2;

/** Bytes of a record: three words. */
const RECORD_SIZE = 12;

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
  write(nextRecord(), kind, offset, length);
  count++;
}

// What follows is for a search that keeps count in variables of its own.

/** Address of the next record. */
// @ts-ignore: decorator
@inline
export function nextRecord(): usize {
  return slot + SLOT_RECORDS + RECORD_SIZE * count;
}

/** Address behind the last record that there is room for. */
// @ts-ignore: decorator
@inline
export function recordsEnd(): usize {
  return slot + SLOT_RECORDS + RECORD_SIZE * RECORDS;
}

/** Start of the bytes that belong to no record yet. */
// @ts-ignore: decorator
@inline
export function noiseStart(): i32 {
  return noise;
}

// @ts-ignore: decorator
@inline
export function writeNoise(record: usize, offset: i32, length: i32): usize {
  return write(record, NOISE, offset, length);
}

// @ts-ignore: decorator
@inline
export function writeFrame(record: usize, offset: i32, length: i32): usize {
  return write(record, FRAME, offset, length);
}

/** Says that the next record goes to `record`, and that the bytes from `start` on belong to none. */
// @ts-ignore: decorator
@inline
export function goOn(record: usize, start: i32): void {
  count = <i32>(record - slot - SLOT_RECORDS) / RECORD_SIZE;
  noise = start;
}

/** Returns the address of the record behind it. */
// @ts-ignore: decorator
@inline
function write(record: usize, kind: i32, offset: i32, length: i32): usize {
  store<i32>(record, kind);
  store<i32>(record, offset, 4);
  store<i32>(record, length, 8);
  return record + RECORD_SIZE;
}

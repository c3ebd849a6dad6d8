// What most scans are: frames behind one another, and noise between them, while nothing is awaited.

import {
  LENGTH_BASE,
  QUICK_COUNTS,
  QUICK_KNOWN,
  QUICK_REQUESTS,
  QUICK_RESPONSES,
  QUICK_WORDS,
  RULES_ADDRESS_MAX,
  RULES_PREFER_LONGER,
  RULES_QUICK,
  STATE_BOUNDARY,
  STATE_NEED,
  STATE_START,
  VERDICT_VOID,
  VERDICT_WAIT,
} from "../src/layout";
import { isZero } from "./crc16";
import { judgeByRules, waitFor } from "./judge";
import { candidateFrom } from "./noise";
import { goOn, nextRecord, noiseStart, recordsEnd, writeFrame, writeNoise } from "./records";
import { end, get, rule, rules, set, window } from "./scanner-state";
import { countVain, hasPrefixes } from "./soundness";

/** Takes frames and noise until the anchor needs more bytes, or `end` or the end of the room for records is reached. */
export function run(): void {
  if (end < get(STATE_NEED)) return;
  set(STATE_NEED, 0);
  // Copies: what stands in memory or a global is fetched again each time. Bytes are named by their addresses.
  const text = window;
  const stop = text + end;
  const table = rules;
  const addressMax = rule(RULES_ADDRESS_MAX);
  const full = recordsEnd();
  let record = nextRecord();
  let at = text + get(STATE_START);
  let noise = text + noiseStart();
  do {
    const length = judge(at, <i32>(stop - at), table, addressMax);
    if (length > 0) {
      if (at > noise) {
        record = writeNoise(record, <i32>(noise - text), <i32>(at - noise));
        noise = at;
        // When only the noise fits, the frame is found again by the next scan.
        if (record == full) break;
      }
      const offset = <i32>(at - text);
      // Most frames have 8 bytes. A processor that has guessed so goes on behind the frame while its length is looked up.
      if (length == 8) {
        record = writeFrame(record, offset, 8);
        at += 8;
      } else {
        record = writeFrame(record, offset, length);
        at += length;
      }
      noise = at;
      set(STATE_BOUNDARY, <i32>(at - text));
    } else {
      if (length == VERDICT_WAIT) break;
      at = text + <usize>candidateFrom(<i32>(at - text) + 1);
    }
  } while (at < stop && record < full);
  set(STATE_START, <i32>(at - text));
  goOn(record, <i32>(noise - text));
}

/** `judgeByRules` for all bytes that are there, for what nearly all of them are. The anchor is the byte at `at`. */
// @ts-ignore: decorator
@inline
function judge(at: usize, available: i32, table: usize, addressMax: i32): i32 {
  if (<i32>load<u8>(at) > addressMax) return VERDICT_VOID;
  const quick = table + <usize>load<u8>(at, 1) * (QUICK_WORDS << 1);
  const known = <i32>load<u16>(quick, (RULES_QUICK + QUICK_KNOWN) << 1);
  if (available <= known || hasPrefixes()) return judgeSlowly(at, available);
  const requests = table + load<u16>(quick, (RULES_QUICK + QUICK_REQUESTS) << 1);
  const responses = table + load<u16>(quick, (RULES_QUICK + QUICK_RESPONSES) << 1);
  const a: i32 = load<u8>(requests + load<u8>(at + load<u8>(quick, (RULES_QUICK + QUICK_COUNTS) << 1)));
  const b: i32 = load<u8>(responses + load<u8>(at + load<u8>(quick, ((RULES_QUICK + QUICK_COUNTS) << 1) + 1)));
  let longer = max(a, b);
  if (!longer) return VERDICT_VOID;
  let shorter = min(a, b);
  // No length is 0: then there is only the other one. In noise, a branch would often be guessed wrong.
  shorter = select(shorter, longer, shorter);
  if (longer - shorter == 1 && rule(RULES_PREFER_LONGER)) return judgeSlowly(at, available);
  shorter += LENGTH_BASE;
  longer += LENGTH_BASE;
  let length = shorter;
  for (;;) {
    if (length > available) return waitFor(<i32>(at - window) + length, false);
    if (isZero(at, length)) return length;
    if (length == longer) break;
    length = longer;
  }
  set(STATE_START, <i32>(at - window));
  countVain(shorter + longer);
  return VERDICT_VOID;
}

function judgeSlowly(at: usize, available: i32): i32 {
  const offset = <i32>(at - window);
  set(STATE_START, offset);
  return judgeByRules(offset, available, false);
}

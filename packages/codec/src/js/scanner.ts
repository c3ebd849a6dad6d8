import {
  CLAIM_DAMAGED,
  CLAIM_LAPSED,
  CLAIM_NONE,
  CLAIM_RESERVED,
  OPEN_LENGTH,
  PLACE_SPECIAL,
  RECORDS,
  RULES_ADDRESS_MAX,
  RULES_LENGTH_MAX,
  RULES_PREFER_LONGER,
  RULES_REQUESTS,
  RULES_RESPONSES,
  SHORTEST_FRAME,
  STATE_BOUNDARY,
  STATE_CLAIM,
  STATE_END,
  STATE_LOOKED,
  STATE_NEED,
  STATE_START,
  STATE_WORDS,
  VERDICT_LAPSE,
  VERDICT_VOID,
  VERDICT_WAIT,
  WINDOW,
} from '../layout.js';
import { tableOf } from '../rules.js';
import { type FrameRules, RecordKind, type Scanner } from '../scanner.js';
import { WindowScanner } from '../window-scanner.js';
import { crc16Unchecked } from './crc16.js';
import { chosen, frameLength, isOpen, NO_LENGTH } from './frame-lengths.js';
import { headMatches } from './head.js';

/** The search in plain JavaScript. `assembly/scan.ts` is the same, statement by statement. */
class JsScanner extends WindowScanner {
  private table: Uint16Array = new Uint16Array(0);
  private closing = false;

  constructor() {
    super({
      window: new Uint8Array(WINDOW),
      records: new Int32Array(3 * RECORDS),
      state: new Int32Array(STATE_WORDS),
    });
  }

  protected adopt(rules: FrameRules): void {
    this.table = tableOf(rules);
  }

  protected search(silent: boolean): number {
    const { state, list } = this;
    const end = state[STATE_END]!;
    list.begin(state[STATE_START]!);
    while (state[STATE_START]! < end && !list.isFull) {
      // A new anchor is looked at as soon as its first byte is there.
      if (state[STATE_LOOKED] === state[STATE_START]) state[STATE_LOOKED]!++;
      let verdict = state[STATE_LOOKED]! < state[STATE_NEED]! ? VERDICT_WAIT : this.judge();
      if (verdict === VERDICT_WAIT) {
        if (this.takeEnding() || this.advance(end)) continue;
        if (!silent) break;
        verdict = this.lastVerdict();
      }
      if (verdict > 0) this.take(state[STATE_START]!, verdict);
      else if (verdict === VERDICT_VOID) this.skip();
      else state[STATE_LOOKED] = state[STATE_START]! + 1;
    }
    list.endNoise(state[STATE_START]!);
    if (silent && state[STATE_START] === end) state[STATE_BOUNDARY] = end;
    return list.count;
  }

  /** Decides on the anchor by the bytes looked at: a frame's length, or one of the VERDICTs. */
  private judge(): number {
    if (this.state[STATE_CLAIM]! < CLAIM_LAPSED) {
      const verdict = this.judgeByExpectations();
      if (verdict !== VERDICT_VOID) return verdict;
    }
    return this.judgeByRules();
  }

  /** `VERDICT_VOID` when the expectations have nothing to say of this anchor. */
  private judgeByExpectations(): number {
    const { state, window, expected, closing } = this;
    const at = state[STATE_START]!;
    const looked = state[STATE_LOOKED]!;
    const lengthMax = this.table[RULES_LENGTH_MAX]!;
    let damaged = false;
    for (const awaited of expected) {
      const { head } = awaited;
      let { length } = awaited;
      if (length > lengthMax) {
        if (length !== OPEN_LENGTH || at !== state[STATE_BOUNDARY]) continue;
        length = closing ? Math.max(looked - at, SHORTEST_FRAME) : lengthMax;
      }
      const compared = Math.min(head.length, looked - at);
      if (!headMatches(window, at, head, compared)) continue;
      if (compared < head.length || at + length > looked) {
        if (closing) continue;
        state[STATE_NEED] = compared < head.length ? looked + 1 : at + length;
        state[STATE_CLAIM] = CLAIM_RESERVED;
        return VERDICT_WAIT;
      }
      if (crc16Unchecked(window, at, at + length) === 0) return length;
      damaged = true;
    }
    if (!damaged && state[STATE_CLAIM] === CLAIM_NONE) return VERDICT_VOID;
    state[STATE_CLAIM] = damaged ? CLAIM_DAMAGED : CLAIM_LAPSED;
    state[STATE_NEED] = 0;
    return VERDICT_LAPSE;
  }

  private judgeByRules(): number {
    const { state, window, table } = this;
    const at = state[STATE_START]!;
    const available = state[STATE_LOOKED]! - at;
    if (window[at]! > table[RULES_ADDRESS_MAX]!) return VERDICT_VOID;
    if (available < 2) return this.waitFor(at + 2);
    const key = window[at + 1]!;
    let request = table[RULES_REQUESTS + key]!;
    let response = table[RULES_RESPONSES + key]!;
    if ((request | response) === 0) return VERDICT_VOID;
    let open = false;
    if ((request | response) & PLACE_SPECIAL) {
      request = chosen(table, request & ~PLACE_SPECIAL, window, at, available);
      response = chosen(table, response & ~PLACE_SPECIAL, window, at, available);
      open = at === state[STATE_BOUNDARY] && (isOpen(table, request) || isOpen(table, response));
    }
    const a = frameLength(table, request, window, at, available);
    const b = frameLength(table, response, window, at, available);
    const shorter = Math.min(a, b);
    const longer = Math.max(a, b);
    if (this.isFrame(at, shorter, available)) {
      if (longer - shorter !== 1 || table[RULES_PREFER_LONGER] === 0) return shorter;
      if (available < longer && !this.closing) return this.waitFor(at + longer);
      return this.isFrame(at, longer, available) ? longer : shorter;
    }
    if (longer !== shorter && this.isFrame(at, longer, available)) return longer;
    let needed = soonest(stillNeeded(a, available), stillNeeded(b, available));
    if (open) {
      // A frame of the greatest length needs no silence behind it: it cannot go on.
      const lengthMax = table[RULES_LENGTH_MAX]!;
      const length = this.closing ? available : lengthMax;
      if (length >= SHORTEST_FRAME && this.isFrame(at, length, available)) return length;
      needed = soonest(needed, stillNeeded(lengthMax, available));
    }
    return needed === 0 ? VERDICT_VOID : this.waitFor(at + needed);
  }

  private isFrame(at: number, length: number, available: number): boolean {
    return length > 0 && length <= available && crc16Unchecked(this.window, at, at + length) === 0;
  }

  private waitFor(need: number): number {
    this.state[STATE_NEED] = need;
    return VERDICT_WAIT;
  }

  /** Takes an awaited answer that ends at the newest byte, whatever stands before it; the longest when there are several. */
  private takeEnding(): boolean {
    const { state, window, expected } = this;
    if (state[STATE_CLAIM] === CLAIM_RESERVED) return false;
    const looked = state[STATE_LOOKED]!;
    for (let i = expected.length - 1; i >= 0; i--) {
      const { head, length } = expected[i]!;
      const at = looked - length;
      if (at <= state[STATE_START]! || length > this.table[RULES_LENGTH_MAX]!) continue;
      if (!headMatches(window, at, head, head.length)) continue;
      if (crc16Unchecked(window, at, looked) !== 0) continue;
      this.take(at, length);
      return true;
    }
    return false;
  }

  /** Looks at the next byte, or at the next that can matter. False when there is none. */
  private advance(end: number): boolean {
    const { state } = this;
    const looked = state[STATE_LOOKED]!;
    if (looked === end) return false;
    const everyByteMatters = state[STATE_CLAIM] !== CLAIM_RESERVED && this.expected.length > 0;
    state[STATE_LOOKED] = everyByteMatters ? looked + 1 : Math.min(state[STATE_NEED]!, end);
    return true;
  }

  /** The line is silent and the anchor still waits: more than now will never be known of it. */
  private lastVerdict(): number {
    this.closing = true;
    const verdict = this.judge();
    this.closing = false;
    return verdict === VERDICT_WAIT ? VERDICT_VOID : verdict;
  }

  /** The anchor is noise; the next byte becomes the anchor. */
  private skip(): void {
    if (this.state[STATE_CLAIM] === CLAIM_DAMAGED) this.list.markDamaged();
    this.moveAnchor(this.state[STATE_START]! + 1);
  }

  /** Records the frame, and the noise in front of it. When only the noise fits, the frame is found again by the next scan. */
  private take(at: number, length: number): void {
    const { state, list } = this;
    if (at > state[STATE_START]!) {
      if (state[STATE_CLAIM] === CLAIM_DAMAGED) list.markDamaged();
      this.moveAnchor(at);
    }
    list.endNoise(at);
    if (list.isFull) return;
    list.pushPiece(RecordKind.FRAME, at, length);
    this.moveAnchor(at + length);
    state[STATE_BOUNDARY] = at + length;
  }

  private moveAnchor(to: number): void {
    const { state } = this;
    state[STATE_START] = to;
    state[STATE_NEED] = 0;
    state[STATE_CLAIM] = CLAIM_NONE;
  }
}

/** How many bytes of the anchor a candidate must have before it can be decided; 0 when it is decided already. */
function stillNeeded(length: number, available: number): number {
  if (length === NO_LENGTH) return 0;
  const needed = Math.abs(length);
  return needed > available ? needed : 0;
}

function soonest(a: number, b: number): number {
  return a === 0 ? b : b === 0 ? a : Math.min(a, b);
}

/**
 * A scanner in plain JavaScript, with its own window. It gives the same records as the one in WebAssembly.
 */
export function createScanner(): Scanner {
  return new JsScanner();
}

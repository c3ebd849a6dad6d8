import {
  CLAIM_DAMAGED,
  CLAIM_LAPSED,
  CLAIM_NONE,
  CLAIM_RESERVED,
  LENGTH_BASE,
  OPEN_LENGTH,
  QUICK_COUNTS,
  QUICK_KNOWN,
  QUICK_REQUESTS,
  QUICK_RESPONSES,
  QUICK_WORDS,
  RECORDS,
  RULES_ADDRESS_MAX,
  RULES_KEYS,
  RULES_LENGTH_MAX,
  RULES_PREFER_LONGER,
  RULES_QUICK,
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
  VERDICT_TAKEN,
  VERDICT_VOID,
  VERDICT_WAIT,
  WINDOW,
} from '../layout.js';
import { tableOf } from '../rules.js';
import { type FrameRules, RecordKind, type Scanner } from '../scanner.js';
import { WindowScanner } from '../window-scanner.js';
import { Awaited } from './awaited.js';
import { chosen, frameLength, isOpen, NO_LENGTH } from './frame-lengths.js';
import { headMatches } from './head.js';
import { Soundness } from './soundness.js';

const NO_TABLE = new Uint16Array(0);
const NO_BYTES = new Uint8Array(0);

/** The search in plain JavaScript. `assembly/scan.ts` is the same, statement by statement. */
class JsScanner extends WindowScanner {
  private table: Uint16Array = NO_TABLE;
  /** The bytes of the table. */
  private lengths: Uint8Array = NO_BYTES;
  /** By key byte: 1 when a frame with it may begin anywhere. Made with the first rules: other searches need none. */
  private keys: Uint8Array = NO_BYTES;
  private readonly awaited = new Awaited();
  private readonly sound: Soundness;

  constructor() {
    super({
      window: new Uint8Array(WINDOW),
      records: new Int32Array(3 * RECORDS),
      state: new Int32Array(STATE_WORDS),
      slot: -1,
    });
    this.sound = new Soundness(this.window, this.state);
  }

  protected override store(): void {
    this.awaited.set(this.expected);
  }

  protected adopt(rules: FrameRules): void {
    this.table = tableOf(rules);
    this.lengths = new Uint8Array(this.table.buffer);
    if (this.keys.length === 0) this.keys = new Uint8Array(256);
    for (let key = 0; key < 256; key++) {
      const byte = (key & 0x80 ? 16 : 0) + (key & 15);
      this.keys[key] = (this.table[RULES_KEYS + (byte >> 1)]! >> (((key >> 4) & 7) + 8 * (byte & 1))) & 1;
    }
  }

  protected search(silent: boolean): number {
    const { state, list } = this;
    const end = state[STATE_END]!;
    list.begin(state[STATE_START]!);
    this.sound.begin();
    while (state[STATE_START]! < end && !list.isFull) {
      if (this.awaited.count === 0) {
        this.run(end);
        if (!silent || state[STATE_START] === end || list.isFull) break;
      } else if (state[STATE_NEED] === 0 && state[STATE_CLAIM] === CLAIM_NONE) {
        if (state[STATE_START] !== state[STATE_BOUNDARY]) this.passNoise(end);
      }
      const verdict = this.decide(end, silent);
      if (verdict === VERDICT_WAIT) break;
      if (verdict > 0) this.take(state[STATE_START]!, verdict);
      else if (verdict === VERDICT_VOID) this.skip();
    }
    list.endNoise(state[STATE_START]!);
    if (silent && state[STATE_START] === end) state[STATE_BOUNDARY] = end;
    return list.count;
  }

  /** While nothing is awaited: takes frames and noise until the anchor needs more bytes, or all or enough is read. */
  private run(end: number): void {
    const { state, list } = this;
    let at = state[STATE_START]!;
    if (end < state[STATE_NEED]!) return;
    do {
      const length = this.judge(at, end - at);
      if (length > 0) {
        list.endNoise(at);
        // When only the noise fits, the frame is found again by the next scan.
        if (list.isFull) return;
        list.pushPiece(RecordKind.FRAME, at, length);
        at += length;
        state[STATE_BOUNDARY] = at;
      } else {
        if (length === VERDICT_WAIT) return;
        at = this.candidateFrom(at + 1, end);
      }
      state[STATE_START] = at;
      state[STATE_NEED] = 0;
    } while (at < end && !list.isFull);
  }

  /** `judgeByRules` for all bytes that are there, for what nearly all of them are. */
  private judge(at: number, available: number): number {
    const { window, table, lengths, sound } = this;
    if (window[at]! > table[RULES_ADDRESS_MAX]!) return VERDICT_VOID;
    // The key may stand behind the window.
    if (available < 2) return this.waitFor(at + 2, false);
    const quick = RULES_QUICK + QUICK_WORDS * window[at + 1]!;
    if (available <= table[quick + QUICK_KNOWN]!) return this.judgeByRules(at, available, false);
    const counts = table[quick + QUICK_COUNTS]!;
    const a = lengths[table[quick + QUICK_REQUESTS]! + window[at + (counts & 255)]!]!;
    const b = lengths[table[quick + QUICK_RESPONSES]! + window[at + (counts >> 8)]!]!;
    if ((a | b) === 0) return VERDICT_VOID;
    const longer = Math.max(a, b) + LENGTH_BASE;
    // No length is 0: then there is only the other one.
    const shorter = a === 0 || b === 0 ? longer : Math.min(a, b) + LENGTH_BASE;
    if (longer - shorter === 1 && table[RULES_PREFER_LONGER] !== 0)
      return this.judgeByRules(at, available, false);
    if (shorter > available) return this.waitFor(at + shorter, false);
    if (sound.isSound(at, shorter)) return shorter;
    if (longer > available) return this.waitFor(at + longer, false);
    return longer !== shorter && sound.isSound(at, longer) ? longer : VERDICT_VOID;
  }

  private passNoise(end: number): void {
    const start = this.state[STATE_START]!;
    const at = this.candidateFrom(start, end);
    if (at > start) this.moveAnchor(at);
  }

  /** Offset of the first byte from `at` on that may begin a frame; or of the last one, of which nothing can be known yet. */
  private candidateFrom(from: number, end: number): number {
    const { window, keys, awaited } = this;
    const addressMax = this.table[RULES_ADDRESS_MAX]!;
    const last = Math.max(from, end - 1);
    let at = from;
    for (; at < last; at++) {
      const address = window[at]!;
      const key = window[at + 1]!;
      if (address <= addressMax && keys[key] !== 0) break;
      if (awaited.count > 0 && awaited.mayBegin(address | (key << 8), false)) break;
    }
    return at;
  }

  /** Decides on the anchor: a frame's length, or one of the VERDICTs. */
  private decide(end: number, silent: boolean): number {
    const { state } = this;
    const at = state[STATE_START]!;
    if (this.awaited.count > 0 && state[STATE_CLAIM]! < CLAIM_LAPSED) {
      let verdict = this.judgeByExpectations(at, end, false);
      if (verdict === VERDICT_WAIT && silent) verdict = this.judgeByExpectations(at, end, true);
      if (verdict !== VERDICT_VOID) return verdict;
    }
    const ending = this.awaited.count > 0 ? this.nextEnding(at, end) : 0;
    const limit = ending === 0 ? end : state[STATE_LOOKED]! + 1;
    // What the anchor is may be known at an earlier byte than that at which the answer behind it ends.
    const verdict = limit < state[STATE_NEED]! ? VERDICT_WAIT : this.judgeByRules(at, limit - at, false);
    if (verdict !== VERDICT_WAIT) return verdict;
    if (ending > 0) {
      this.take(limit - ending, ending);
      return VERDICT_TAKEN;
    }
    return silent ? this.judgeByRules(at, end - at, true) : VERDICT_WAIT;
  }

  /**
   * Whether the anchor is an awaited answer; `VERDICT_VOID` when it is not, or when nothing of the kind is awaited.
   *
   * @param closing more bytes will not come: what is not complete is given up.
   */
  private judgeByExpectations(at: number, end: number, closing: boolean): number {
    const { state, window, expected } = this;
    const available = end - at;
    const reserved = state[STATE_CLAIM] === CLAIM_RESERVED;
    if (reserved && end < state[STATE_NEED]! && !closing) return VERDICT_WAIT;
    const lengthMax = this.table[RULES_LENGTH_MAX]!;
    let damaged = false;
    for (let i = 0; i < expected.length; i++) {
      const { head } = expected[i]!;
      let length = this.awaited.lengths[i]!;
      if (length > lengthMax) {
        if (length !== OPEN_LENGTH || at !== state[STATE_BOUNDARY]) continue;
        length = closing ? Math.max(available, SHORTEST_FRAME) : lengthMax;
      }
      const compared = Math.min(head.length, available);
      if (!headMatches(window, at, head, compared)) continue;
      if (compared < head.length || length > available) {
        if (closing) continue;
        state[STATE_NEED] = compared < head.length ? end + 1 : at + length;
        state[STATE_CLAIM] = CLAIM_RESERVED;
        return VERDICT_WAIT;
      }
      if (this.sound.isSound(at, length)) return length;
      damaged = true;
    }
    if (damaged || reserved) {
      state[STATE_CLAIM] = damaged ? CLAIM_DAMAGED : CLAIM_LAPSED;
      state[STATE_NEED] = 0;
    }
    return VERDICT_VOID;
  }

  /**
   * Length of the awaited answer that ends first of all that start behind the anchor; the longest when there are
   * several; 0 for none. It ends one byte behind STATE_LOOKED, so that no byte is looked at twice.
   */
  private nextEnding(anchor: number, end: number): number {
    const { state, window, awaited } = this;
    const lengthMax = this.table[RULES_LENGTH_MAX]!;
    for (let to = Math.max(state[STATE_LOOKED]!, anchor + SHORTEST_FRAME) + 1; to <= end; to++) {
      for (let i = awaited.count - 1; i >= 0; i--) {
        const length = awaited.lengths[i]!;
        const at = to - length;
        if (at <= anchor || length > lengthMax) continue;
        if (!awaited.matches(i, window[at]! | (window[at + 1]! << 8), window, at)) continue;
        if (!this.sound.isSound(at, length)) continue;
        state[STATE_LOOKED] = to - 1;
        return length;
      }
    }
    state[STATE_LOOKED] = end;
    return 0;
  }

  /** Whether a frame by the length rules begins at the anchor, of which `available` bytes are looked at. */
  private judgeByRules(at: number, available: number, closing: boolean): number {
    const { state, window, table } = this;
    if (window[at]! > table[RULES_ADDRESS_MAX]!) return VERDICT_VOID;
    if (available < 2) return this.waitFor(at + 2, closing);
    const key = window[at + 1]!;
    const request = chosen(table, table[RULES_REQUESTS + key]!, window, at, available);
    const response = chosen(table, table[RULES_RESPONSES + key]!, window, at, available);
    const a = frameLength(table, request, window, at, available);
    const b = frameLength(table, response, window, at, available);
    const shorter = Math.min(a, b);
    const longer = Math.max(a, b);
    if (this.isFrame(at, shorter, available)) {
      if (longer - shorter !== 1 || table[RULES_PREFER_LONGER] === 0) return shorter;
      if (available < longer && !closing) return this.waitFor(at + longer, false);
      return this.isFrame(at, longer, available) ? longer : shorter;
    }
    if (longer !== shorter && this.isFrame(at, longer, available)) return longer;
    let needed = soonest(stillNeeded(a, available), stillNeeded(b, available));
    if (at === state[STATE_BOUNDARY] && (isOpen(table, request) || isOpen(table, response))) {
      // A frame of the greatest length needs no silence behind it: it cannot go on.
      const lengthMax = table[RULES_LENGTH_MAX]!;
      const length = closing ? available : lengthMax;
      if (length >= SHORTEST_FRAME && this.isFrame(at, length, available)) return length;
      needed = soonest(needed, stillNeeded(lengthMax, available));
    }
    return needed === 0 ? VERDICT_VOID : this.waitFor(at + needed, closing);
  }

  private isFrame(at: number, length: number, available: number): boolean {
    return length > 0 && length <= available && this.sound.isSound(at, length);
  }

  /** What can only be decided at the offset `need` is void when more bytes will not come. */
  private waitFor(need: number, closing: boolean): number {
    if (closing) return VERDICT_VOID;
    this.state[STATE_NEED] = need;
    return VERDICT_WAIT;
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

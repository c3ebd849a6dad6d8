import {
  CLAIM_DAMAGED,
  CLAIM_LAPSED,
  CLAIM_NONE,
  CLAIM_RESERVED,
  RECORDS,
  RULES_ADDRESS_MAX,
  RULES_LENGTH_MAX,
  RULES_REQUESTS,
  RULES_RESPONSES,
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
import { type Expectation, type FrameRules, RecordKind, type Scanner } from '../scanner.js';
import { WindowScanner } from '../window-scanner.js';
import { crc16Unchecked } from './crc16.js';
import { frameLength, NO_LENGTH } from './frame-lengths.js';
import { headMatches } from './head.js';

/** The search in plain JavaScript. `assembly/scan.ts` is the same, statement by statement. */
class JsScanner extends WindowScanner {
  private expected: readonly Expectation[] = [];
  private table: Uint16Array = new Uint16Array(0);
  private count = 0;
  private noise = 0;
  private damaged = false;

  constructor() {
    super({
      window: new Uint8Array(WINDOW),
      records: new Int32Array(3 * RECORDS),
      state: new Int32Array(STATE_WORDS),
    });
  }

  protected store(sorted: readonly Expectation[]): void {
    this.expected = sorted.map(({ head, length }) => ({ head: head.slice(), length }));
  }

  protected adopt(rules: FrameRules): void {
    this.table = tableOf(rules);
  }

  protected free(): void {
    this.expected = [];
  }

  protected search(silent: boolean): number {
    const { state } = this;
    const end = state[STATE_END]!;
    this.count = 0;
    this.noise = state[STATE_START]!;
    this.damaged = false;
    while (state[STATE_START]! < end && this.count < RECORDS) {
      // A new anchor is looked at as soon as its first byte is there.
      if (state[STATE_LOOKED] === state[STATE_START]) state[STATE_LOOKED]!++;
      const verdict = state[STATE_LOOKED]! < state[STATE_NEED]! ? VERDICT_WAIT : this.judge();
      if (verdict > 0) this.take(state[STATE_START]!, verdict);
      else if (verdict === VERDICT_VOID) this.skip();
      else if (verdict === VERDICT_LAPSE) state[STATE_LOOKED] = state[STATE_START]! + 1;
      else if (!this.takeEnding() && !this.advance(end)) {
        if (!silent) break;
        this.giveUp();
      }
    }
    if (this.count < RECORDS && state[STATE_START]! > this.noise) this.pushNoise(state[STATE_START]!);
    return this.count;
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
    const { state, window, expected } = this;
    const at = state[STATE_START]!;
    const looked = state[STATE_LOOKED]!;
    const lengthMax = this.table[RULES_LENGTH_MAX]!;
    let damaged = false;
    for (const { head, length } of expected) {
      if (length > lengthMax) break;
      const compared = Math.min(head.length, looked - at);
      if (!headMatches(window, at, head, compared)) continue;
      if (at + length > looked) {
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
    const a = frameLength(table, table[RULES_REQUESTS + key]!, window, at, available);
    const b = frameLength(table, table[RULES_RESPONSES + key]!, window, at, available);
    const shorter = Math.min(a, b);
    const longer = Math.max(a, b);
    if (this.isFrame(at, shorter, available)) return shorter;
    if (longer !== shorter && this.isFrame(at, longer, available)) return longer;
    const needed = soonest(stillNeeded(a, available), stillNeeded(b, available));
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

  /** The line is silent and the anchor still waits: its claim lapses first, then it is noise. */
  private giveUp(): void {
    const { state } = this;
    if (state[STATE_CLAIM] !== CLAIM_RESERVED) {
      this.skip();
      return;
    }
    state[STATE_CLAIM] = CLAIM_LAPSED;
    state[STATE_NEED] = 0;
    state[STATE_LOOKED] = state[STATE_START]! + 1;
  }

  /** The anchor is noise; the next byte becomes the anchor. */
  private skip(): void {
    if (this.state[STATE_CLAIM] === CLAIM_DAMAGED) this.damaged = true;
    this.moveAnchor(this.state[STATE_START]! + 1);
  }

  /** Records the frame, and the noise in front of it. When only the noise fits, the frame is found again by the next scan. */
  private take(at: number, length: number): void {
    const { state } = this;
    if (at > state[STATE_START]!) {
      if (state[STATE_CLAIM] === CLAIM_DAMAGED) this.damaged = true;
      this.moveAnchor(at);
    }
    if (at > this.noise) this.pushNoise(at);
    if (this.count === RECORDS) return;
    this.push(RecordKind.FRAME, at, length);
    this.moveAnchor(at + length);
    this.noise = at + length;
  }

  private moveAnchor(to: number): void {
    const { state } = this;
    state[STATE_START] = to;
    state[STATE_NEED] = 0;
    state[STATE_CLAIM] = CLAIM_NONE;
  }

  private pushNoise(end: number): void {
    this.push(this.damaged ? RecordKind.DAMAGED : RecordKind.NOISE, this.noise, end - this.noise);
    this.noise = end;
    this.damaged = false;
  }

  private push(kind: number, offset: number, length: number): void {
    const at = 3 * this.count++;
    this.records[at] = kind;
    this.records[at + 1] = offset;
    this.records[at + 2] = length;
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

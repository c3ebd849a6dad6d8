import { checkExpectation } from './expectation-check.js';
import {
  CLAIM_NONE,
  OPEN_LENGTH,
  STATE_ASTRAY,
  STATE_BOUNDARY,
  STATE_CLAIM,
  STATE_END,
  STATE_FILLED,
  STATE_LOOKED,
  STATE_NEED,
  STATE_START,
  WINDOW,
} from './layout.js';
import { RecordList } from './record-list.js';
import {
  type Expectation,
  type FrameRules,
  LARGEST_FRAME,
  MAX_EXPECTATIONS,
  type Scanner,
  type ScanRules,
} from './scanner.js';
import { type Search, type SearchSpace, searchOf } from './search.js';

/** Unread bytes that end behind this offset are moved to the front before others are put behind them. */
const CROWDED = WINDOW / 2;

/** Where a scanner keeps its bytes: its own arrays, or views on WASM memory. */
export interface ScannerSpace {
  readonly window: Uint8Array;
  readonly records: Int32Array;
  /** Words by the STATE indexes of `layout.ts`. */
  readonly state: Int32Array;
  /** Where in WebAssembly memory they are; -1 when they are not. */
  readonly slot: number;
}

/** The window and its bookkeeping, the same for both scanners. What differs is the search. */
export abstract class WindowScanner implements Scanner {
  readonly window: Uint8Array;
  readonly records: Int32Array;
  protected readonly state: Int32Array;
  /** For searches in JavaScript. */
  protected readonly list: RecordList;
  /** Shortest first; OPEN_LENGTH where the length is unknown. */
  protected expected: readonly Expectation[] = [];
  /** All that a search of its own works on: one object, because each scan hands it over. */
  private readonly space: SearchSpace & { expected: readonly Expectation[] };
  private rules: ScanRules | undefined;
  /** The search that comes with the rules, for frames that are not known by length rules. */
  private ownSearch: Search | undefined;
  private released = false;
  /** The rear half of the window, once somebody has asked for it. */
  private rear: Uint8Array | undefined;
  /** The latest chunk that was found to be a part of it, and where in the window it begins. */
  private landed: Uint8Array | undefined;
  private landedAt = 0;

  constructor(space: ScannerSpace) {
    this.window = space.window;
    this.records = space.records;
    this.state = space.state;
    this.state.fill(0);
    this.list = new RecordList(space.records);
    this.space = { ...space, list: this.list, expected: this.expected };
  }

  /** Called when `expected` has changed. */
  protected store(): void {}
  /** Prepares for other rules than before. Throws when it cannot. */
  protected abstract adopt(rules: FrameRules): void;
  /** The search, by the rules adopted last. */
  protected abstract search(silent: boolean): number;
  /** Gives back what the scanner was made of. */
  protected free(): void {}

  get start(): number {
    return this.state[STATE_START]!;
  }

  get end(): number {
    return this.state[STATE_END]!;
  }

  reserve(): number {
    this.checkUsable();
    const { start, end } = this;
    if (start === end) this.moveTo(0, 0);
    else if (end > this.limit / 2 && start > 0) {
      this.window.copyWithin(0, start, end);
      this.moveTo(0, end - start);
    }
    return this.end;
  }

  commit(count: number): void {
    this.checkUsable();
    const room = Math.max(0, this.limit - this.end);
    if (!Number.isInteger(count) || count < 0 || count > room) {
      throw new RangeError(`committed ${count} bytes where the window has room for ${room}`);
    }
    this.state[STATE_END]! += count;
  }

  landing(): Uint8Array {
    this.checkUsable();
    const { start, end } = this;
    const unread = end - start;
    if (unread > LARGEST_FRAME) throw new RangeError(`${unread} bytes are unread: scan them first`);
    if (unread > 0 && end > LARGEST_FRAME) this.moveInFrontOf(LARGEST_FRAME);
    this.rear ??= this.window.subarray(LARGEST_FRAME);
    return this.rear;
  }

  // It is short, and what is rare stands in `writePart`, because V8 puts only short functions into their callers.
  write(chunk: Uint8Array, from = 0): number {
    const { state } = this;
    let at = state[STATE_END]!;
    if (from !== 0 || at + chunk.length > CROWDED || this.rear !== undefined || this.released)
      return this.writePart(chunk, from);
    if (at === state[STATE_START]) {
      this.moveTo(0, 0);
      at = 0;
    }
    this.window.set(chunk, at);
    state[STATE_END] = at + chunk.length;
    return chunk.length;
  }

  expect(expectations: readonly Expectation[]): void {
    this.checkUsable();
    const kept = expectations.slice(0, MAX_EXPECTATIONS);
    kept.forEach(checkExpectation);
    this.expected = kept
      .map(({ head, length }) => ({ head: head.slice(), length: length || OPEN_LENGTH }))
      .sort((a, b) => a.length - b.length);
    this.space.expected = this.expected;
    this.store();
    this.lookAgain();
  }

  scan(rules: ScanRules, silent: boolean): number {
    this.checkUsable();
    if (rules !== this.rules) this.change(rules);
    return this.ownSearch === undefined ? this.search(silent) : this.ownSearch(this.space, silent);
  }

  clear(): void {
    this.checkUsable();
    this.moveTo(0, 0);
    this.state[STATE_BOUNDARY] = 0;
    this.begin();
  }

  release(): void {
    if (this.released) return;
    this.released = true;
    this.expected = [];
    this.free();
  }

  /** Where the part of the window ends that copies are put into. */
  private get limit(): number {
    return this.rear === undefined ? WINDOW : LARGEST_FRAME;
  }

  /** Where bytes have to be moved, a part of the chunk is wanted, or the chunk may be in the window already. */
  private writePart(chunk: Uint8Array, from: number): number {
    if (this.rear !== undefined) {
      const landed = this.placeOf(chunk, this.rear);
      if (landed >= 0 && (this.start === this.end || this.end <= landed))
        return this.takeLanded(landed + from, chunk.length - from);
    }
    const at = this.reserve();
    const count = Math.max(0, Math.min(chunk.length - from, this.limit - at));
    // A view costs more than the copy of a usual chunk, so it is made only when a part is wanted.
    this.window.set(count === chunk.length ? chunk : chunk.subarray(from, from + count), at);
    this.state[STATE_END] = at + count;
    return count;
  }

  /**
   * Where in the window a part of the landing begins; -1 for other chunks. To ask a view for its buffer costs as much as to
   * copy an answer, so a chunk that comes again is known by its identity.
   */
  private placeOf(chunk: Uint8Array, rear: Uint8Array): number {
    if (chunk === this.landed) return this.landedAt;
    const at = chunk.byteOffset - rear.byteOffset;
    if (at < 0 || at + chunk.length > rear.length || chunk.buffer !== rear.buffer) return -1;
    this.landed = chunk;
    this.landedAt = LARGEST_FRAME + at;
    return this.landedAt;
  }

  /** The bytes at `at` belong to the unread ones, which are moved up to them. */
  private takeLanded(at: number, count: number): number {
    this.checkUsable();
    if (count <= 0) return 0;
    if (this.end !== at) this.moveInFrontOf(at);
    this.state[STATE_END] = at + count;
    return count;
  }

  private moveInFrontOf(at: number): void {
    const { start, end } = this;
    const to = at - (end - start);
    if (start < end) this.window.copyWithin(to, start, end);
    this.moveTo(to, at);
  }

  private change(rules: ScanRules): void {
    const ownSearch = searchOf(rules);
    if (ownSearch === undefined) this.adopt(rules as FrameRules);
    this.ownSearch = ownSearch;
    this.rules = rules;
    this.begin();
  }

  /** Forgets what was passed over as well. */
  private begin(): void {
    this.state[STATE_ASTRAY] = 0;
    this.lookAgain();
  }

  /** Forgets what was concluded of the unread bytes: the question has changed. */
  private lookAgain(): void {
    this.state[STATE_LOOKED] = this.start;
    this.state[STATE_NEED] = 0;
    this.state[STATE_CLAIM] = CLAIM_NONE;
  }

  /** The unread bytes now stand at `start`..`end`; what is known of them stays true. */
  private moveTo(start: number, end: number): void {
    const shift = start - this.start;
    // A boundary behind the anchor is of no use any more.
    this.state[STATE_BOUNDARY] = this.state[STATE_BOUNDARY] === this.start ? start : -1;
    this.state[STATE_FILLED] = 0;
    this.state[STATE_LOOKED]! += shift;
    if (this.state[STATE_NEED] !== 0) this.state[STATE_NEED]! += shift;
    this.state[STATE_START] = start;
    this.state[STATE_END] = end;
  }

  /** Its place in WASM memory may belong to another scanner by now: using it would corrupt that one. */
  private checkUsable(): void {
    if (this.released) throw new Error('this scanner was released and must not be used any more');
  }
}

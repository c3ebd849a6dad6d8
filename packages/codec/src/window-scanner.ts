import { checkExpectation } from './expectation-check.js';
import {
  CLAIM_NONE,
  STATE_CLAIM,
  STATE_END,
  STATE_LOOKED,
  STATE_NEED,
  STATE_START,
  WINDOW,
} from './layout.js';
import { type Expectation, type FrameRules, MAX_EXPECTATIONS, type Scanner } from './scanner.js';

/** Where a scanner keeps its bytes: its own arrays, or views on WASM memory. */
export interface ScannerSpace {
  readonly window: Uint8Array;
  readonly records: Int32Array;
  /** Words by the STATE indexes of `layout.ts`. */
  readonly state: Int32Array;
}

/** The window and its bookkeeping, the same for both scanners. What differs is the search. */
export abstract class WindowScanner implements Scanner {
  readonly window: Uint8Array;
  readonly records: Int32Array;
  protected readonly state: Int32Array;
  private rules: FrameRules | undefined;
  private released = false;

  constructor(space: ScannerSpace) {
    this.window = space.window;
    this.records = space.records;
    this.state = space.state;
    this.state.fill(0);
  }

  /** Takes over the expectations, shortest first. */
  protected abstract store(sorted: readonly Expectation[]): void;
  /** Prepares for other rules than before. Throws when it cannot. */
  protected abstract adopt(rules: FrameRules): void;
  /** The search, by the rules adopted last. */
  protected abstract search(silent: boolean): number;
  /** Gives back what the scanner was made of. */
  protected abstract free(): void;

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
    else if (end > WINDOW / 2 && start > 0) {
      this.window.copyWithin(0, start, end);
      this.moveTo(0, end - start);
    }
    return this.end;
  }

  commit(count: number): void {
    this.checkUsable();
    const room = WINDOW - this.end;
    if (!Number.isInteger(count) || count < 0 || count > room) {
      throw new RangeError(`committed ${count} bytes where the window has room for ${room}`);
    }
    this.state[STATE_END]! += count;
  }

  write(chunk: Uint8Array, from = 0): number {
    const at = this.reserve();
    const count = Math.max(0, Math.min(chunk.length - from, WINDOW - at));
    // A view costs more than the copy of a usual chunk, so it is made only when a part is wanted.
    this.window.set(count === chunk.length ? chunk : chunk.subarray(from, from + count), at);
    this.state[STATE_END] = at + count;
    return count;
  }

  expect(expectations: readonly Expectation[]): void {
    this.checkUsable();
    const kept = expectations.slice(0, MAX_EXPECTATIONS);
    kept.forEach(checkExpectation);
    this.store(kept.sort((a, b) => a.length - b.length));
    this.lookAgain();
  }

  scan(rules: FrameRules, silent: boolean): number {
    this.checkUsable();
    if (rules !== this.rules) {
      this.adopt(rules);
      this.rules = rules;
      this.lookAgain();
    }
    return this.search(silent);
  }

  clear(): void {
    this.checkUsable();
    this.moveTo(0, 0);
    this.lookAgain();
  }

  release(): void {
    if (this.released) return;
    this.released = true;
    this.free();
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
    this.state[STATE_LOOKED]! += shift;
    this.state[STATE_NEED]! += shift;
    this.state[STATE_START] = start;
    this.state[STATE_END] = end;
  }

  /** Its place in WASM memory may belong to another scanner by now: using it would corrupt that one. */
  private checkUsable(): void {
    if (this.released) throw new Error('this scanner was released and must not be used any more');
  }
}

import { type CandidateFinder, pieceEnd } from '../candidate-finder.js';
import { PIECE, STATE_SIZE } from '../layout.js';
import type { CaptureInstance, StateOwner } from './instance.js';

/**
 * The search in WebAssembly. All finders share one memory with room for one state: a finder's own is there while nobody
 * else searches, and is copied only when they take turns. So there is any number of finders, and none to release.
 */
export class WasmCandidateFinder implements CandidateFinder, StateOwner {
  count = 0;
  readonly records: Uint16Array;
  private readonly capture: CaptureInstance;
  /** Absent before the first byte, and until another finder came in between. */
  private state: Uint8Array | undefined;
  private begun = false;

  constructor(capture: CaptureInstance) {
    this.capture = capture;
    this.records = capture.records;
  }

  clear(): void {
    this.count = 0;
    this.begun = false;
    if (this.capture.user === this) this.capture.user = undefined;
  }

  write(bytes: Uint8Array, from = 0): number {
    const end = pieceEnd(bytes, from, PIECE);
    this.enter();
    const { exports, input } = this.capture;
    input.set(from === 0 && end === bytes.length ? bytes : bytes.subarray(from, end));
    this.count = exports.search(end - from);
    return end - from;
  }

  leave(): void {
    this.state ??= new Uint8Array(STATE_SIZE);
    this.state.set(this.capture.state);
  }

  private enter(): void {
    const { capture } = this;
    if (capture.user === this) return;
    capture.user?.leave();
    capture.user = this;
    if (this.begun) capture.state.set(this.state!);
    else capture.exports.begin();
    this.begun = true;
  }
}

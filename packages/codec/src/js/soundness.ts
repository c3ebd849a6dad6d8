import { STATE_END, STATE_FILLED, STATE_START } from '../layout.js';
import { crc16Unchecked } from './crc16.js';
import { Prefixes } from './prefixes.js';

/** Bytes that may be summed in vain for each unread byte, before the prefixes of all of them are made. */
const PATIENCE = 2;

/** Decides whether stretches of a window are sound, at a bounded price per byte however many are asked for. */
export class Soundness {
  private readonly window: Uint8Array;
  private readonly state: Int32Array;
  private readonly prefixes: Prefixes;
  /** How many more bytes may be summed in vain. */
  private left = 0;
  private prefixed = false;

  constructor(window: Uint8Array, state: Int32Array) {
    this.window = window;
    this.state = state;
    this.prefixes = new Prefixes(window, state);
  }

  /** Call it before each search. Prefixes that reach into the unread bytes stay in use. */
  begin(): void {
    const start = this.state[STATE_START]!;
    this.prefixed = this.state[STATE_FILLED]! > start;
    this.left = PATIENCE * (this.state[STATE_END]! - start);
  }

  /** Whether the stretch at the anchor or behind it, which includes its CRC, is sound. */
  isSound(at: number, length: number): boolean {
    if (this.prefixed) return this.prefixes.isSound(at, at + length);
    if (crc16Unchecked(this.window, at, at + length) === 0) return true;
    this.left -= length;
    if (this.left < 0) {
      this.prefixed = true;
      this.prefixes.begin(this.state[STATE_START]!);
    }
    return false;
  }
}

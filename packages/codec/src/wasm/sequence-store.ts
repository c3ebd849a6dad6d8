import { sequence } from '../js/sequence.js';
import {
  SEQUENCE_AT,
  SEQUENCE_SIZE,
  SEQUENCE_THERE,
  SEQUENCE_WANTED,
  STARTS_AT,
  WANTED_AT,
  WINDOW,
} from '../layout.js';

/**
 * Puts the sequence into WASM memory when a scan has asked for it. Few lines ever need it: those on which so many bytes
 * look like frames and are none that checking each of them would cost more.
 */
export class SequenceStore {
  private readonly memory: Uint8Array;
  private readonly wanted: Int32Array;

  constructor(memory: Uint8Array) {
    this.memory = memory;
    this.wanted = new Int32Array(memory.buffer, WANTED_AT, 1);
  }

  /** Whether a scan has asked for it. */
  get isWanted(): boolean {
    return this.wanted[0] === SEQUENCE_WANTED;
  }

  /** Takes a fraction of a millisecond, once. */
  install(): void {
    const { bytes, starts } = sequence();
    this.memory.set(bytes, SEQUENCE_AT);
    for (let i = 0; i < SEQUENCE_SIZE; i++) this.memory[SEQUENCE_AT + SEQUENCE_SIZE + i] = ~bytes[i]!;
    // The byte 00 is left with the zeros behind both.
    const addresses = Int32Array.from(starts, (start, byte) => (byte === 0 ? 2 * SEQUENCE_SIZE : start));
    const all = new Int32Array(this.memory.buffer, STARTS_AT, 256);
    all.set(addresses.map(address => SEQUENCE_AT + address + WINDOW));
    this.wanted[0] = SEQUENCE_THERE;
  }
}

import {
  CLAIM_RESERVED,
  EXPECTATION_HEAD,
  EXPECTATION_HEAD_LENGTH,
  EXPECTATION_LENGTH,
  EXPECTATION_MASK,
  EXPECTATION_SIZE,
  EXPECTATIONS,
  RECORDS,
  SLOT_EXPECTATIONS,
  SLOT_RECORDS,
  SLOT_WINDOW,
  STATE_CLAIM,
  STATE_END,
  STATE_EXPECTED,
  STATE_NEED,
  STATE_WORDS,
  WINDOW,
} from '../layout.js';
import type { FrameRules } from '../scanner.js';
import { WindowScanner } from '../window-scanner.js';
import type { Instance } from './instance.js';

/** The search in WebAssembly. Window, records and state are views on its memory, so nothing is copied. */
export class WasmScanner extends WindowScanner {
  private readonly core: Instance;
  private readonly slot: number;
  private readonly expectations: DataView;
  private rulesAt = 0;

  /** @param slot an address from `core.slots.take()`; `release` gives it back. */
  constructor(core: Instance, slot: number) {
    const { buffer } = core.memory;
    super({
      window: new Uint8Array(buffer, slot + SLOT_WINDOW, WINDOW),
      records: new Int32Array(buffer, slot + SLOT_RECORDS, 3 * RECORDS),
      state: new Int32Array(buffer, slot, STATE_WORDS),
      slot,
    });
    this.core = core;
    this.slot = slot;
    this.expectations = new DataView(buffer, slot + SLOT_EXPECTATIONS, EXPECTATIONS * EXPECTATION_SIZE);
  }

  protected override store(): void {
    this.expected.forEach(({ head, length }, index) => {
      const entry = index * EXPECTATION_SIZE;
      for (let i = 0; i < 8; i++) {
        this.expectations.setUint8(entry + EXPECTATION_HEAD + i, head[i] ?? 0);
        this.expectations.setUint8(entry + EXPECTATION_MASK + i, i < head.length ? 0xff : 0);
      }
      this.expectations.setInt32(entry + EXPECTATION_LENGTH, length, true);
      this.expectations.setInt32(entry + EXPECTATION_HEAD_LENGTH, head.length, true);
    });
    this.state[STATE_EXPECTED] = this.expected.length;
  }

  protected adopt(rules: FrameRules): void {
    this.rulesAt = this.core.rules.place(rules);
  }

  protected search(silent: boolean): number {
    const { state } = this;
    // Nothing is decided before the anchor has so many bytes, unless something is awaited behind it.
    if (!silent && state[STATE_END]! < state[STATE_NEED]!) {
      if (state[STATE_EXPECTED] === 0 || state[STATE_CLAIM] === CLAIM_RESERVED) return 0;
    }
    const { exports, sequence } = this.core;
    const count = exports.scan(this.slot, this.rulesAt, silent ? 1 : 0);
    if (sequence.isWanted) sequence.install();
    return count;
  }

  protected override free(): void {
    this.core.slots.giveBack(this.slot);
  }
}

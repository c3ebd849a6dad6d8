import { MEMORY_PAGES, SLOT_SIZE, SLOTS_AT } from '../layout.js';

/** How many scanners the memory holds. */
export const SLOT_COUNT = Math.floor((MEMORY_PAGES * 65536 - SLOTS_AT) / SLOT_SIZE);

/** Hands out the places for scanners in WASM memory. */
export class SlotPool {
  private unused = 0;
  private readonly returned: number[] = [];

  /** Address of a free slot, or `undefined` when all are in use. */
  take(): number | undefined {
    const again = this.returned.pop();
    if (again !== undefined) return again;
    return this.unused < SLOT_COUNT ? SLOTS_AT + SLOT_SIZE * this.unused++ : undefined;
  }

  /** Gives back what `take` returned, once. */
  giveBack(slot: number): void {
    this.returned.push(slot);
  }
}

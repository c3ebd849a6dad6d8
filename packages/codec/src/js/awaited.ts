import { EXPECTATIONS, OPEN_LENGTH } from '../layout.js';
import type { Expectation } from '../scanner.js';

/** The awaited answers of a scanner, shortest first, as its search reads them. */
export class Awaited {
  count = 0;
  readonly lengths = new Int32Array(EXPECTATIONS);
  /** The first two bytes of each head, the first one low. */
  readonly starts = new Int32Array(EXPECTATIONS);
  heads: readonly Uint8Array[] = [];

  set(expected: readonly Expectation[]): void {
    this.count = expected.length;
    this.heads = expected.map(({ head }) => head);
    expected.forEach(({ head, length }, i) => {
      this.lengths[i] = length;
      this.starts[i] = head[0]! | (head[1]! << 8);
    });
  }

  /** Whether answer `i` begins with the two bytes in `start` and with the others at `at`; all of its head is there. */
  matches(i: number, start: number, window: Uint8Array, at: number): boolean {
    if (start !== this.starts[i]) return false;
    const head = this.heads[i]!;
    for (let k = 2; k < head.length; k++) if (window[at + k] !== head[k]) return false;
    return true;
  }

  /** Whether an answer may begin with the two bytes in `start`; one that ends by silence counts only at a boundary. */
  mayBegin(start: number, atBoundary: boolean): boolean {
    for (let i = 0; i < this.count; i++) {
      if (start === this.starts[i] && (atBoundary || this.lengths[i] !== OPEN_LENGTH)) return true;
    }
    return false;
  }
}

import type { Terminal } from './screen.js';
import { fitted } from './text-width.js';

/** Draws some lines on a terminal again and again in the same place, below what stands there. */
export class LiveBlock {
  readonly #terminal: Terminal;
  #height = 0;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  /** Lines that are too wide are cut off, and so are lines that there is no room for. */
  draw(lines: readonly string[]): void {
    const { columns = 80, rows = 24 } = this.#terminal;
    // A line that fills its row, or a block that fills the screen, would make the terminal scroll.
    const room = Math.max(1, rows - 2);
    const left = lines.length - room + 1;
    const shown = lines.length > room ? [...lines.slice(0, room - 1), `… ${left} more`] : lines;
    const text = shown.map(line => `${fitted(line, columns - 1).trimEnd()}\u001b[K\n`).join('');
    this.#terminal.write(`${this.#top}${text}\u001b[J`);
    this.#height = shown.length;
  }

  /** Takes the lines away. */
  clear(): void {
    if (this.#height > 0) this.#terminal.write(`${this.#top}\u001b[J`);
    this.#height = 0;
  }

  get #top(): string {
    return this.#height > 0 ? `\r\u001b[${this.#height}A` : '\r';
  }
}

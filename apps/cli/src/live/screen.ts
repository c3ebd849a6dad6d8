/** A terminal to draw on. */
export interface Terminal {
  readonly columns?: number;
  readonly rows?: number;
  write(text: string): unknown;
}

const ENTER = '\u001b[?1049h\u001b[?25l\u001b[2J';
const LEAVE = '\u001b[0m\u001b[?25h\u001b[?1049l';

/**
 * Draws pictures on the alternate screen of a terminal, writing only the lines that have changed, all at once. What stood
 * on the terminal before is there again after `leave`.
 */
export class Screen {
  readonly #terminal: Terminal;
  #shown: readonly string[] | undefined;
  #size = '';

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  get size(): { columns: number; rows: number } {
    return { columns: this.#terminal.columns || 80, rows: this.#terminal.rows || 24 };
  }

  /** True from `enter` to `leave`. */
  get entered(): boolean {
    return this.#shown !== undefined;
  }

  enter(): void {
    if (this.#shown !== undefined) return;
    this.#shown = [];
    this.#terminal.write(ENTER);
  }

  /** @param lines from the top, each of them no wider than the screen. Does nothing before `enter`. */
  draw(lines: readonly string[]): void {
    if (this.#shown === undefined) return;
    const { columns, rows } = this.size;
    let text = '';
    if (this.#size !== `${columns}x${rows}`) {
      // What a terminal makes of its lines when its size changes, only it knows.
      this.#size = `${columns}x${rows}`;
      this.#shown = [];
      text = '\u001b[2J';
    }
    const height = Math.min(rows, Math.max(lines.length, this.#shown.length));
    for (let row = 0; row < height; row += 1) {
      const line = lines[row] ?? '';
      if (line !== (this.#shown[row] ?? '')) text += `\u001b[${row + 1};1H\u001b[2K${line}\u001b[0m`;
    }
    this.#shown = lines.slice(0, rows);
    if (text !== '') this.#terminal.write(text);
  }

  /** Draws everything anew the next time, as after another program has written. */
  redraw(): void {
    this.#size = '';
  }

  leave(): void {
    if (this.#shown === undefined) return;
    this.#shown = undefined;
    this.#size = '';
    this.#terminal.write(LEAVE);
  }
}

import type { Progress } from './services/scan/scan-progress.js';

/** Where a bar is drawn: stderr, as far as it is a terminal. */
export interface Screen {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const WIDTH = 24;
/** Of the bar where the terminal has fewer columns than this. */
const NARROW = { below: 70, width: 6 };
/** Milliseconds between two drawings. */
const PAUSE = 100;

/**
 * Draws one line that shows how far a scan is, and what is left of it. Nothing is drawn where nobody looks.
 *
 * @returns `show` draws the line anew; `clear` takes it away, so that others can write.
 */
export function progressBar(screen: Screen, now: () => number = () => performance.now()) {
  const start = now();
  let drawn = false;
  let next = start;
  return {
    show(progress: Progress): void {
      if (screen.isTTY !== true || now() < next) return;
      next = now() + PAUSE;
      drawn = true;
      const columns = screen.columns || 80;
      const line = progressLine(progress, now() - start, columns < NARROW.below ? NARROW.width : WIDTH);
      screen.write(`\r\u001b[2K${line.slice(0, columns - 1)}`);
    },
    clear(): void {
      if (drawn) screen.write('\r\u001b[2K');
      drawn = false;
    },
  };
}

/** `████████░░░░░░░░░░░░░░░░  33 %  about 40 s left  2 found  9600 bit/s, address 55`. */
export function progressLine(
  { done, total, found, where }: Progress,
  elapsed: number,
  width = WIDTH,
): string {
  const share = total === 0 ? 1 : done / total;
  const full = Math.round(width * share);
  const bar = '█'.repeat(full) + '░'.repeat(width - full);
  const percent = `${Math.floor(100 * share)} %`.padStart(5);
  const left = done === 0 ? '' : `  about ${formatTime((elapsed / done) * (total - done))} left`;
  // A narrow terminal cuts off what matters least.
  return `${bar} ${percent}${left}  ${found} found  ${where}`;
}

function formatTime(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  return seconds < 100 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`;
}

import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { TraceLine } from '../../protocol/index.js';
import { TraceBuffer, type TraceRow } from './trace-buffer.js';
import { filterTrace, type TraceChoice } from './trace-filter.js';

/** Calls an action later; returns what takes it back. */
export type Later = (action: () => void, milliseconds: number) => () => void;

/** Rows are shown at most this often, in milliseconds. */
const PACE = 100;

/** The frames of the chosen line, as they are shown: filtered, and held while paused. */
export class TraceFeed {
  readonly line = signal<string | undefined>(undefined);
  readonly choice = signal<TraceChoice>('everything');
  readonly text = signal('');
  readonly #later: Later;
  readonly #buffers = new Map<string, TraceBuffer>();
  readonly #all = signal<readonly TraceRow[]>([]);
  readonly #held = signal<readonly TraceRow[] | undefined>(undefined);
  #cancel: (() => void) | undefined;

  constructor(later: Later) {
    this.#later = later;
  }

  /** The rows to show. */
  readonly rows: ReadonlySignal<readonly TraceRow[]> = computed(() =>
    filterTrace(this.#held.value ?? this.#all.value, this.choice.value, this.text.value),
  );
  /** Whether there is anything at all, shown or filtered out. */
  readonly empty: ReadonlySignal<boolean> = computed(
    () => (this.#held.value ?? this.#all.value).length === 0,
  );
  readonly paused: ReadonlySignal<boolean> = computed(() => this.#held.value !== undefined);

  /** Shows another line. */
  choose(line: string): void {
    this.line.value = line;
    this.#held.value = undefined;
    this.#publish();
  }

  push(line: string, frames: readonly TraceLine[]): void {
    this.#bufferOf(line).push(frames);
    if (line === this.line.value) this.#cancel ??= this.#later(() => this.#publish(), PACE);
  }

  /** Holds what is shown; frames go on being taken in, as many as are kept. */
  pause(): void {
    this.#publish();
    this.#held.value = this.#all.value;
  }

  resume(): void {
    this.#held.value = undefined;
    this.#publish();
  }

  /** Forgets the frames of the line. */
  clear(): void {
    if (this.line.value !== undefined) this.#bufferOf(this.line.value).clear();
    if (this.paused.value) this.#held.value = [];
    this.#publish();
  }

  #publish(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#all.value = this.line.value === undefined ? [] : this.#bufferOf(this.line.value).rows;
  }

  #bufferOf(line: string): TraceBuffer {
    const known = this.#buffers.get(line);
    if (known !== undefined) return known;
    const buffer = new TraceBuffer();
    this.#buffers.set(line, buffer);
    return buffer;
  }
}

import type { TraceEvent } from '@bus/line';
import { traceFormatter } from '../format-trace.js';
import type { Poll } from '../services/poll/poll.js';
import type { PollControl } from '../services/poll/poll-control.js';
import type { PollEvent } from '../services/poll/poll-event.js';
import { COMMAND_LINE } from '../services/poll/poll-target.js';
import type { Key } from './keys.js';
import type { Palette } from './palette.js';
import { PointBoard } from './point-board.js';
import type { Screen } from './screen.js';
import { initialState, pressed, type WatchAction } from './watch-state.js';
import { pageOf, shownRows, watchView } from './watch-view.js';

/** Frames that are kept for the trace. */
const FRAMES = 200;

export interface WatchSessionOptions {
  readonly poll: Poll;
  readonly control: PollControl;
  readonly screen: Screen;
  readonly colours: Palette;
  /** The trace is shown from the start. */
  readonly trace?: boolean;
  /** What keys ask for that goes beyond the picture and the polling. */
  readonly onAction: (action: Extract<WatchAction, 'quit' | 'interrupt' | 'suspend'>) => void;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/** The live picture of a poll: what is known, what the user has chosen, and the screen that shows it. */
export class WatchSession {
  readonly board: PointBoard;
  readonly #options: WatchSessionOptions;
  readonly #state = initialState();
  readonly #frames: string[] = [];
  readonly #format = traceFormatter();
  readonly #subject: string;
  #simulated = false;

  constructor(options: WatchSessionOptions) {
    const { config, media } = options.poll;
    this.#options = options;
    this.#state.trace = options.trace === true;
    this.board = new PointBoard(config);
    this.#subject = subjectOf(config.path, [...media.values()]);
  }

  take(event: PollEvent): void {
    this.board.take(event);
    if (event.event === 'sample') this.#simulated ||= event.simulated === true;
  }

  /** Frames are explained only while they are looked at. */
  traced(event: TraceEvent): void {
    if (!this.#state.trace) return;
    this.#frames.push(this.#format(event));
    if (this.#frames.length > FRAMES) this.#frames.shift();
  }

  key(key: Key): void {
    const { control, screen, onAction } = this.#options;
    const page = pageOf(screen.size, this.#state);
    const action = pressed(this.#state, key, page, shownRows(this.board, this.#state).length);
    if (action === 'pause') control.halt();
    else if (action === 'resume') control.resume();
    else if (action === 'redraw') screen.redraw();
    else if (action === 'reset') {
      control.reset();
      this.board.reset();
    } else if (action !== undefined) onAction(action);
    this.draw();
  }

  draw(): void {
    const { poll, screen, colours, now = Date.now } = this.#options;
    const picture = {
      subject: this.#subject,
      simulated: this.#simulated,
      board: this.board,
      units: poll.summary.units,
      state: this.#state,
      trace: this.#frames,
    };
    screen.draw(watchView(picture, screen.size, now(), colours));
  }
}

function subjectOf(path: string, media: readonly string[]): string {
  const where = media.length > 1 ? `${media.length} lines` : media.join('');
  return path === COMMAND_LINE ? where : `${path}  ${where}`;
}

import { AbortedError, type TraceEvent } from '@bus/line';
import type { Context } from '../context.js';
import { type PollOptions, preparePoll } from '../services/poll/poll.js';
import { PollControl } from '../services/poll/poll-control.js';
import type { PollEvent, PollSummary } from '../services/poll/poll-event.js';
import { palette, wantsColours } from './palette.js';
import type { BoardRow } from './point-board.js';
import { Screen } from './screen.js';
import { suspend, takeTerminal } from './take-terminal.js';
import { WatchSession } from './watch-session.js';
import type { WatchAction } from './watch-state.js';

/** Milliseconds between two looks at what has changed. */
const PAUSE = 100;

/** Shows a poll on the terminal of this process. */
export class WatchScreen {
  readonly #screen = new Screen(process.stdout);
  readonly #trace: boolean;
  readonly #quit = new AbortController();
  #session: WatchSession | undefined;

  /** @param trace frames are shown from the start. */
  constructor(trace: boolean) {
    this.#trace = trace;
  }

  /** True while the picture stands on the terminal. */
  get entered(): boolean {
    return this.#screen.entered;
  }

  /** What was read last. */
  get rows(): readonly BoardRow[] {
    return this.#session?.board.rows ?? [];
  }

  /** Polls, and shows what comes of it, until the rounds are over, the user quits, or the context's signal fires. */
  async *show(options: PollOptions, context: Context): AsyncGenerator<PollEvent, PollSummary> {
    const control = new PollControl();
    const signals = [this.#quit.signal, ...(context.signal === undefined ? [] : [context.signal])];
    const onTrace = (event: TraceEvent) => this.#session?.traced(event);
    const poll = await preparePoll(
      options,
      { ...context, onTrace, signal: AbortSignal.any(signals) },
      control,
    );
    const colours = palette(wantsColours(process.env, true));
    const onAction = (action: WatchAction) => this.#act(action);
    const session = new WatchSession({
      poll,
      control,
      screen: this.#screen,
      colours,
      trace: this.#trace,
      onAction,
    });
    this.#session = session;
    let giveBack: (() => void) | undefined;
    try {
      for (const events = poll.events(); ; ) {
        const { done, value } = await events.next();
        if (done) return value;
        // Not before a line is open: what goes wrong until then is told on the usual screen.
        giveBack ??= this.#take(session, context.signal);
        session.take(value);
        if (value.event === 'summary') giveBack();
        yield value;
      }
    } catch (error) {
      if (!this.#quit.signal.aborted || !(error instanceof AbortedError)) throw error;
      return poll.summary;
    } finally {
      giveBack?.();
    }
  }

  /** Takes the terminal, and keeps the picture up to date. */
  #take(session: WatchSession, signal: AbortSignal | undefined): () => void {
    const leave = takeTerminal(this.#screen, process.stdin, key => session.key(key));
    const draw = () => session.draw();
    const timer = setInterval(draw, PAUSE);
    process.stdout.on('resize', draw);
    const giveBack = () => {
      clearInterval(timer);
      process.stdout.removeListener('resize', draw);
      signal?.removeEventListener('abort', giveBack);
      leave();
    };
    // At once, since closing the ports may take a while, and a second Ctrl-C ends everything.
    signal?.addEventListener('abort', giveBack, { once: true });
    draw();
    return giveBack;
  }

  #act(action: WatchAction): void {
    if (action === 'quit') this.#quit.abort();
    else if (action === 'interrupt') process.kill(process.pid, 'SIGINT');
    else if (action === 'suspend') suspend(this.#screen, process.stdin, () => this.#session?.draw());
  }
}

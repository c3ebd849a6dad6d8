import { endOf } from './choose-frames.js';
import type { AnswerHeard, HeardFrame, MonitorEvent, Unanswered } from './monitor-event.js';
import type { Overheard } from './overheard.js';
import type { Timeline } from './timeline.js';

/** Requests beyond this many are forgotten: their answers count as answers to nothing. */
const MAX_OVERDUE = 16;

/** A request whose answer may come. */
interface Open extends HeardFrame {
  /** The chunk in which its last byte came. */
  readonly chunk: number;
}

/**
 * Finds for each answer the request that it belongs to. Nobody says who the master is: a frame is a request when it can
 * be no answer to what is open.
 *
 *     request ──► open ──answer──► done
 *                  │
 *                  ├─ time-out, or the next request ──► unanswered, overdue ──answer──► late
 */
export class Pairing {
  readonly #timeout: number;
  readonly #lateWindow: number;
  readonly #timeline: Timeline;
  #number = 0;
  #open: Open[] = [];
  #overdue: Open[] = [];

  constructor(timeline: Timeline, { timeout, lateWindow }: { timeout: number; lateWindow: number }) {
    this.#timeline = timeline;
    this.#timeout = timeout;
    this.#lateWindow = lateWindow;
  }

  /** The latest request that waits for its answer. */
  get open(): HeardFrame | undefined {
    return this.#open.at(-1);
  }

  /** When the first open request will count as unanswered. */
  get deadline(): number | undefined {
    const times = this.#open.flatMap(({ time }) => (time === undefined ? [] : [time + this.#timeout]));
    return times.length === 0 ? undefined : Math.min(...times);
  }

  /** Takes a frame and says what it is. */
  take(frame: Overheard): MonitorEvent[] {
    const start = this.#timeline.at(frame.offset);
    const time = this.#timeline.at(endOf(frame) - 1);
    const expired = this.expire(start);
    this.#number += 1;
    const heard: Open = {
      number: this.#number,
      frame,
      time,
      chunk: this.#timeline.chunkOf(endOf(frame) - 1),
    };
    const answer = frame.side === 'request' ? undefined : this.#answer(heard, start);
    if (answer !== undefined) return [...expired, answer];
    if (frame.side === 'response') return [...expired, stray(heard)];
    return [...expired, ...this.#ask(heard)];
  }

  /** Gives requests up whose time is over. */
  expire(now: number | undefined): Unanswered[] {
    if (now === undefined) return [];
    this.#overdue = this.#overdue.filter(
      ({ time }) => time === undefined || now - time <= this.#timeout + this.#lateWindow,
    );
    return this.#giveUp(
      this.#open.filter(({ time }) => time !== undefined && now - time >= this.#timeout),
      now,
    );
  }

  /** Nothing comes any more. */
  end(): Unanswered[] {
    return this.#giveUp(this.#open, undefined);
  }

  #ask(heard: Open): MonitorEvent[] {
    // On a wire where one speaks at a time, a new request says that the one before it was given up.
    const given = this.#open.filter(({ frame }) => frame.framing.multiplex === undefined);
    const unanswered = this.#giveUp(heard.frame.framing.multiplex === undefined ? given : [], heard.time);
    if (!heard.frame.unanswered) this.#open.push(heard);
    const { number, frame, time } = heard;
    return [...unanswered, { kind: 'request', number, frame, time, assumed: frame.side === 'unknown' }];
  }

  #answer(heard: Open, start: number | undefined): AnswerHeard | undefined {
    const { frame } = heard;
    const matching = (kind: 'answer' | 'wrong') => (each: Open) => each.frame.relation(frame) === kind;
    const open = this.#open.findLast(matching('answer'));
    if (open !== undefined) return this.#paired(heard, open, start, {});
    // What can be a request, too, is rather the same question again than a late answer.
    if (frame.side === 'unknown') return undefined;
    const overdue = this.#overdue.filter(matching('answer'));
    if (overdue.length > 0) {
      // Which of several that asked the same is answered, nobody can tell.
      const sure = overdue.length === 1;
      return this.#paired(heard, overdue.at(-1)!, start, { late: true, sure });
    }
    const wrong = this.#open.findLast(matching('wrong'));
    return wrong === undefined ? undefined : this.#paired(heard, wrong, start, { fits: false });
  }

  #paired(
    { number, frame, time }: Open,
    request: Open,
    start: number | undefined,
    { fits = true, late = false, sure = true }: { fits?: boolean; late?: boolean; sure?: boolean },
  ): AnswerHeard {
    this.#open = this.#open.filter(each => each !== request);
    this.#overdue = this.#overdue.filter(each => each !== request);
    const known =
      sure &&
      start !== undefined &&
      request.time !== undefined &&
      this.#timeline.chunkOf(frame.offset) !== request.chunk;
    return {
      kind: 'answer',
      number,
      frame,
      time,
      request: { number: request.number, frame: request.frame, time: request.time },
      unit: frame.unit ?? request.frame.unit,
      fits,
      late,
      latency: known ? Math.max(0, start - request.time!) : undefined,
    };
  }

  #giveUp(requests: readonly Open[], time: number | undefined): Unanswered[] {
    this.#open = this.#open.filter(each => !requests.includes(each));
    this.#overdue = [...this.#overdue, ...requests].slice(-MAX_OVERDUE);
    return requests.map(({ number, frame, time: asked }) => ({
      kind: 'unanswered',
      request: { number, frame, time: asked },
      time,
    }));
  }
}

function stray({ number, frame, time }: HeardFrame): AnswerHeard {
  const { unit } = frame;
  return {
    kind: 'answer',
    number,
    frame,
    time,
    request: undefined,
    unit,
    fits: true,
    late: false,
    latency: undefined,
  };
}

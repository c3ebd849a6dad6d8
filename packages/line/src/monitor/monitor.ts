import { chooseFrames, endOf } from './choose-frames.js';
import { MonitorCounters } from './monitor-counters.js';
import type { MonitorEvent } from './monitor-event.js';
import type { Ear, Overheard } from './overheard.js';
import { Pairing } from './pairing.js';
import { Timeline } from './timeline.js';

export interface MonitorOptions {
  /** One for each protocol that may be spoken. */
  readonly ears: readonly Ear[];
  /** Milliseconds after which a request counts as unanswered; 1000 by default. */
  readonly timeout?: number;
  /** Milliseconds for which an answer may be late; 10000 by default. */
  readonly lateWindow?: number;
  /** Milliseconds of silence after which nothing unfinished goes on; 100 by default. */
  readonly silence?: number;
  /** Milliseconds that a character takes on this line; 0 (the default) when nobody knows. */
  readonly characterTime?: number;
}

/** Bytes that are looked at together. */
const PIECE = 1024;
/** Noise without end is told in pieces of this many bytes. */
const NOISE_MAX = 512;

/**
 * Overhears a line: finds the frames of several protocols among noise, and pairs answers with requests. It sends nothing
 * and needs no clock: whoever feeds it says when bytes came.
 *
 * @example
 * const monitor = new Monitor({ ears: [rtuEar(), dconEar()] });
 * for (const event of monitor.hear(chunk, performance.now())) console.log(event.kind);
 */
export class Monitor {
  readonly counters = new MonitorCounters();
  readonly #ears: readonly Ear[];
  readonly #silence: number;
  readonly #timeline: Timeline;
  readonly #pairing: Pairing;
  /** What was found and not yet told. */
  #found: Overheard[] = [];
  /** The bytes from `#told` on. */
  #bytes = new Uint8Array(0);
  #told = 0;
  #lastTime: number | undefined;

  constructor({
    ears,
    timeout = 1000,
    lateWindow = 10_000,
    silence = 100,
    characterTime = 0,
  }: MonitorOptions) {
    this.#ears = ears;
    this.#silence = silence;
    this.#timeline = new Timeline(characterTime);
    this.#pairing = new Pairing(this.#timeline, { timeout, lateWindow });
  }

  /** Bytes that were heard. */
  get position(): number {
    return this.#told + this.#bytes.length;
  }

  /** Bytes that were heard and not yet told. */
  get pending(): number {
    return this.#bytes.length;
  }

  /** When the next open request will count as unanswered: a good time to call `passed`. */
  get deadline(): number | undefined {
    return this.#pairing.deadline;
  }

  /**
   * Takes the next bytes.
   *
   * @param time milliseconds at which the last of them came; undefined in a recording without times.
   * @returns what is certain now. Frames of functions that nobody knows are certain only some 256 bytes later, or in
   *   silence, and so is what follows them.
   */
  hear(chunk: Uint8Array, time?: number): MonitorEvent[] {
    const before = this.#lastTime;
    const paused = time !== undefined && before !== undefined && time - before >= this.#silence;
    const events = paused ? this.passed(time) : [];
    this.#lastTime = time;
    const start = this.#told + this.#bytes.length;
    // The whole chunk came at one time.
    this.#timeline.mark(start + chunk.length, time);
    for (let at = 0; at < chunk.length; at += PIECE)
      events.push(...this.#take(chunk.subarray(at, at + PIECE)));
    return events;
  }

  /** Nothing was heard until `now`: what is unfinished is given up after a silence, and requests after their time-out. */
  passed(now: number): MonitorEvent[] {
    const quiet = this.#lastTime !== undefined && now - this.#lastTime >= this.#silence;
    return [...(quiet ? this.#settle() : []), ...this.#counted(this.#pairing.expire(now))];
  }

  /** What comes next does not go on with what was heard: tells all of it. Open requests stay open. */
  settle(): MonitorEvent[] {
    return this.#settle();
  }

  /** The recording is over, or nobody listens any more: tells all that is left. */
  end(): MonitorEvent[] {
    return [...this.#settle(), ...this.#counted(this.#pairing.end())];
  }

  #take(piece: Uint8Array): MonitorEvent[] {
    const bytes = new Uint8Array(this.#bytes.length + piece.length);
    bytes.set(this.#bytes);
    bytes.set(piece, this.#bytes.length);
    this.#bytes = bytes;
    for (const ear of this.#ears) this.#found.push(...ear.hear(piece));
    return this.#tell(Math.min(...this.#ears.map(({ settled }) => settled)));
  }

  #settle(): MonitorEvent[] {
    for (const ear of this.#ears) this.#found.push(...ear.silent());
    const end = this.#told + this.#bytes.length;
    return [...this.#tell(end), ...this.#noise(end)];
  }

  /** Tells the frames before `horizon`, where nothing else can be found any more. */
  #tell(horizon: number): MonitorEvent[] {
    const events: MonitorEvent[] = [];
    const found = this.#found.toSorted((a, b) => a.offset - b.offset);
    let next = 0;
    while (next < found.length) {
      const { end, behind } = overlapping(found, next);
      if (end > horizon) break;
      for (const frame of chooseFrames(found.slice(next, behind))) {
        events.push(...this.#noise(frame.offset), ...this.#counted(this.#pairing.take(frame)));
        this.#forget(endOf(frame));
      }
      next = behind;
    }
    this.#found = found.slice(next);
    const free = Math.min(horizon, this.#found[0]?.offset ?? horizon);
    if (free - this.#told >= NOISE_MAX) events.push(...this.#noise(free));
    return events;
  }

  /** Tells what stands before `end` as noise. */
  #noise(end: number): MonitorEvent[] {
    const events: MonitorEvent[] = [];
    while (this.#told < end) {
      const bytes = this.#bytes.slice(0, Math.min(end - this.#told, NOISE_MAX));
      const offset = this.#told;
      const time = this.#timeline.at(offset + bytes.length - 1);
      const { open } = this.#pairing;
      const damaged = open?.frame.answerBegins(bytes) ? open : undefined;
      events.push(...this.#counted([{ kind: 'noise', offset, bytes, time, damaged }]));
      this.#forget(offset + bytes.length);
    }
    return events;
  }

  #forget(position: number): void {
    this.#bytes = this.#bytes.slice(position - this.#told);
    this.#told = position;
    this.#timeline.forget(position);
  }

  #counted<Event extends MonitorEvent>(events: readonly Event[]): Event[] {
    for (const event of events) this.counters.count(event);
    return [...events];
  }
}

/** The frames from `first` on that overlap one another: where they end, and the index behind the last. */
function overlapping(frames: readonly Overheard[], first: number): { end: number; behind: number } {
  let end = endOf(frames[first]!);
  let behind = first + 1;
  for (; behind < frames.length && frames[behind]!.offset < end; behind += 1)
    end = Math.max(end, endOf(frames[behind]!));
  return { end, behind };
}

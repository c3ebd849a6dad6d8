import type { Overheard } from './overheard.js';

/** What every frame has that was overheard. */
export interface HeardFrame {
  /** Counts the frames, from 1. */
  readonly number: number;
  readonly frame: Overheard;
  /** Milliseconds at which its last byte had come; undefined where nobody took the time. */
  readonly time: number | undefined;
}

export interface RequestHeard extends HeardFrame {
  readonly kind: 'request';
  /** True when it could as well be an answer, and was taken for a request because no such request was open. */
  readonly assumed: boolean;
}

export interface AnswerHeard extends HeardFrame {
  readonly kind: 'answer';
  /** The request that it answers; undefined when that was not heard. */
  readonly request: HeardFrame | undefined;
  /** The unit that it comes from, or, where it carries none, that was asked. */
  readonly unit: number | undefined;
  /** False when it is an answer to that request and does not fit it. */
  readonly fits: boolean;
  /** True when the request had been given up already. */
  readonly late: boolean;
  /**
   * Milliseconds from the last byte of the request to the first of the answer; undefined where that cannot be told, as
   * when both came in one piece.
   */
  readonly latency: number | undefined;
}

/** A request that nobody answered in time. A late answer may still come. */
export interface Unanswered {
  readonly kind: 'unanswered';
  readonly request: HeardFrame;
  /** Milliseconds at which that was certain. */
  readonly time: number | undefined;
}

/** Bytes that are no frame. */
export interface NoiseHeard {
  readonly kind: 'noise';
  /** Bytes of the stream before it. */
  readonly offset: number;
  readonly bytes: Uint8Array;
  readonly time: number | undefined;
  /** The request whose answer it probably was before it was damaged. */
  readonly damaged: HeardFrame | undefined;
}

/** What a monitor tells. Every byte of the stream is in exactly one frame or noise. */
export type MonitorEvent = RequestHeard | AnswerHeard | Unanswered | NoiseHeard;

import type { Clock } from './clock.js';
import type { Framing } from './framing.js';

export interface ResponderOptions {
  /** The framing of requests and answers. */
  framing: Framing;
  /**
   * Answers one request; undefined means silence. `frame` is valid only during the synchronous part of the call. It is
   * also called for other units' requests and answers, unless `hears` keeps them away: say nothing to those.
   */
  answer: (frame: Uint8Array) => Uint8Array | undefined | Promise<Uint8Array | undefined>;
  /**
   * Called at once with every frame, whoever it is meant for; false when it is none of ours. Such a frame never waits
   * behind others, and takes no place among them. `frame` is valid only during the call.
   */
  hears?: (frame: Uint8Array) => boolean;
  /**
   * True: requests are answered at the same time, each as soon as its answer is ready. False: one after the other. By
   * default true for framings whose answers carry an identifier.
   */
  parallel?: boolean;
  /**
   * Requests that may be being answered or wait for it; 16 by default. What comes beyond is given to `refuse`, and what
   * comes beyond four times as many is dropped, and `onOverload` called.
   */
  maxPending?: number;
  /** What is said to a request that is one too many; nothing by default. `frame` is valid only during the call. */
  refuse?: (frame: Uint8Array) => Uint8Array | undefined;
  /** Somebody asks and asks and does not take the answers: close the connection, where that can be done. */
  onOverload?: () => void;
  /** Called with what `answer` threw, or why an answer could not be written; nothing is sent then. */
  onError?: (error: unknown) => void;
  /**
   * Bytes that belong to no frame; `begins` is true for the first of a run, which a frame or a silence ends. They are
   * valid only during the call.
   */
  onNoise?: (bytes: Uint8Array, begins: boolean) => void;
  /** The stream can't be cut into frames any more, or a request stays unfinished, and nothing is answered from now on: close the connection. */
  onBroken?: () => void;
  /**
   * Milliseconds from the first byte of a request within which its rest must come, on a stream; without end by default.
   * Then `onBroken` is called: so half requests, sent a byte at a time, keep no connection.
   */
  frameTimeout?: number;
  /** Milliseconds between the end of a request and its answer; the framing's gap by default. */
  delay?: number;
  /** The adaptor hears what we send: a copy of an answer that comes right after it is dropped. False by default. */
  echo?: boolean;
  clock?: Clock;
}

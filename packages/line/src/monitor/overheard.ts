import type { Framing, Side } from '../framing.js';

/** How a frame stands to a request: its answer, an answer to it that does not fit, or none of its answers. */
export type Relation = 'answer' | 'wrong' | 'other';

/** A frame that was found in what others say. */
export interface Overheard {
  /** Bytes of the stream before it. */
  readonly offset: number;
  readonly bytes: Uint8Array;
  readonly framing: Framing;
  /** Whom it is for or from; undefined when it does not say. */
  readonly unit: number | undefined;
  /** Who sent it, as far as it tells by itself. */
  readonly side: Side | 'unknown';
  /** Bits of evidence that it is a frame and not chance: where frames of several protocols overlap, the most wins. */
  readonly evidence: number;
  /** As a request: nobody answers it. */
  readonly unanswered: boolean;
  /** As an answer: why the device said no. */
  readonly refusal: string | undefined;
  /** How `other` stands to this frame, which was a request. */
  relation(other: Overheard): Relation;
  /** Whether these bytes, which are no frame, begin as an answer to this request would. */
  answerBegins(bytes: Uint8Array): boolean;
}

/** Finds the frames of one protocol in a stream that may be full of other things. */
export interface Ear {
  /** Position in the stream before which no frame begins that was not returned yet. */
  readonly settled: number;
  /** Takes the next bytes; returns the frames that no later byte can change. The same bytes give the same frames. */
  hear(chunk: Uint8Array): readonly Overheard[];
  /** The line fell silent: what is unfinished is given up. Returns the frames that were not returned yet. */
  silent(): readonly Overheard[];
}

import type { AnyPduCodec } from '../pdu/pdu-codec.js';

/** Who sent a frame, as far as the frame and its neighbours tell. */
export type CaptureSide = 'request' | 'response' | 'unknown';

/** A candidate, read as a message of one side. */
export interface RtuMessage {
  readonly side: CaptureSide;
  /** The whole frame; a copy. */
  readonly bytes: Uint8Array;
  readonly unit: number;
  /** Without the exception bit. */
  readonly functionCode: number;
  /** The code of a refusal. */
  readonly exceptionCode: number | undefined;
  /** Who knows the function. */
  readonly codec: AnyPduCodec | undefined;
  /** What the codec decoded; `undefined` when nobody knows the function, or the contents are not plausible. */
  readonly value: unknown;
  /** Length and contents are those of a function that is known: the frame speaks for itself. */
  readonly sound: boolean;
}

/** Whether `response` may be the answer to `request`, by unit, function and everything that its codec compares. */
export function answers(request: RtuMessage, response: RtuMessage): boolean {
  if (request.side !== 'request' || response.side !== 'response') return false;
  if (request.unit !== response.unit || request.functionCode !== response.functionCode) return false;
  if (response.exceptionCode !== undefined || response.codec === undefined) return true;
  if (request.value === undefined || response.value === undefined) return false;
  return response.codec.mismatch(request.value, response.value) === undefined;
}

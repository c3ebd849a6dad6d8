import { crc16 } from '@bus/codec';
import type { Candidate } from '@bus/codec/capture';

/** A frame and two zeros, or more: outweighs what neighbours can say. */
const NEVER = -40;
/** That a frame ends in 00, in bits: its last byte belongs to the checksum. */
const ENDS_IN_ZERO = -8;
/** What is believed before anything was seen: one frame in 512 is followed by a single zero that is none of its own. */
const BELIEVED = { followed: 1, frames: 512 };

/**
 * Evidence from zeros at the end of a candidate or behind it.
 *
 * A zero byte leaves the checksum of a sound frame right. So a frame and any number of zeros behind it is a candidate,
 * and a frame whose last byte is 00 is one without that byte, too. Where the length does not tell which of them is the
 * frame, this does: one frame in 256 ends in 00, and how many are followed by a zero is learnt from frames whose length
 * is beyond doubt.
 */
export class ZerosEvidence {
  private followed = BELIEVED.followed;
  private frames = BELIEVED.frames;

  /** `candidate` is a frame, and its length is certain. */
  learn(candidate: Candidate): void {
    this.frames++;
    if (singleZeroBehind(candidate)) this.followed++;
  }

  /** Bits for a candidate behind which a single zero stands: either that is a stray one, or the frame is longer by it. */
  behind(candidate: Candidate): number {
    return singleZeroBehind(candidate) ? Math.log2(this.followed / this.frames) - ENDS_IN_ZERO : 0;
  }

  /** Bits for a candidate that is sound without the zero at its end, too. */
  atEnd({ bytes, at, length, behind }: Candidate): number {
    const end = at + length;
    if (!isSoundWithout(1, bytes, at, end)) return 0;
    if (isSoundWithout(2, bytes, at, end)) return NEVER;
    // It may end in 00; that more zeros follow is then a coincidence.
    return behind > 0 && bytes[end] === 0 ? ENDS_IN_ZERO : 0;
  }
}

function singleZeroBehind({ bytes, at, length, behind }: Candidate): boolean {
  const end = at + length;
  return behind > 0 && bytes[end] === 0 && (behind === 1 || bytes[end + 1] !== 0);
}

function isSoundWithout(zeros: number, bytes: Uint8Array, at: number, end: number): boolean {
  return bytes[end - zeros] === 0 && crc16(bytes, at, end - zeros) === 0;
}

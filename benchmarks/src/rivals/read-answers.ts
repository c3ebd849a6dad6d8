import { readHoldingRegisters, rtuFraming } from '@bus/modbus';
import { seededRandom } from '../random.js';

export const UNIT = 17;
export const START = 107;
/** Different answers in rotation, a power of two. */
export const ANSWERS = 64;

/** A read request, and different answers to it, as RTU frames. */
export interface ReadAnswers {
  readonly quantity: number;
  readonly request: Uint8Array;
  readonly answers: readonly Uint8Array[];
  /** The same bytes for those who want Buffers. */
  readonly buffers: readonly Buffer[];
}

/** Frames of reads of `quantity` registers, 1..125, with random values. */
export function readAnswers(quantity: number): ReadAnswers {
  const random = seededRandom(quantity + 1);
  const answers = Array.from({ length: ANSWERS }, () => {
    const registers = Array.from({ length: quantity }, () => random(65_536));
    return rtuFraming.wrap(UNIT, readHoldingRegisters.encodeResponse({ registers }));
  });
  const request = rtuFraming.wrap(
    UNIT,
    readHoldingRegisters.encodeRequest({ startAddress: START, quantity }),
  );
  return { quantity, request, answers, buffers: answers.map(answer => Buffer.from(answer)) };
}

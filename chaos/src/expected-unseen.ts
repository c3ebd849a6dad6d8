import { type FaultRecord, joinBytes } from '@bus/sim';
import type { Cell } from './cell.js';
import { undetectedShare } from './undetected-share.js';

/**
 * How many of the damaged answers CRC-16 lets through by theory, when bits were inverted and nothing else happened. No
 * more than those can become values, and fewer do: the pattern must leave the unit, the function and the count alone.
 */
export function expectedUnseen({ framing, fault }: Cell, records: readonly FaultRecord[]): number {
  if (fault.name !== 'bit flips' || (framing !== 'rtu' && framing !== 'rtu-over-tcp')) return 0;
  let expected = 0;
  for (const { answer, sent } of records) {
    const flips = distance(answer, joinBytes(sent));
    expected += undetectedShare(8 * answer.length, flips);
  }
  return expected;
}

/** Bits in which two arrays of one length differ. */
function distance(a: Uint8Array, b: Uint8Array): number {
  let bits = 0;
  for (const [index, byte] of a.entries()) {
    for (let rest = byte ^ b[index]!; rest !== 0; rest &= rest - 1) bits += 1;
  }
  return bits;
}

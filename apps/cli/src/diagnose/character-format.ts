import type { LineFormat } from '@bus/transport-node';

/** Speed and shape of characters, as two ends must agree on them. */
export type CharacterFormat = Required<LineFormat>;

/** The parity bit of a byte; undefined without parity. */
export function parityBit(byte: number, parity: CharacterFormat['parity']): 0 | 1 | undefined {
  if (parity === 'none') return undefined;
  const odd = ones(byte) % 2 === 1;
  return odd === (parity === 'even') ? 1 : 0;
}

/** How many bits of a byte are set. */
export function ones(byte: number): number {
  let count = 0;
  for (let rest = byte; rest > 0; rest >>= 1) count += rest & 1;
  return count;
}

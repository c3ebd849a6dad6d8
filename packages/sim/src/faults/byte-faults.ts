import { UsageError } from '@bus/line';
import { type Random, randomInteger } from '../random.js';
import { countBytes, mapBytes } from '../scheduled-bytes.js';
import type { Fault } from './fault.js';

/**
 * Inverts `count` different bits of the reply.
 *
 * @example new VirtualLine({ faults: [{ fault: bitFlip(), probability: 0.01 }] });
 */
export function bitFlip(count = 1): Fault {
  checkCount(count);
  return {
    name: 'bit flip',
    apply(runs, { random }) {
      const bits = chosen(random, count, 8 * countBytes(runs));
      if (bits.size === 0) return runs;
      return mapBytes(runs, (byte, index) => {
        let flipped = byte;
        for (let bit = 0; bit < 8; bit += 1) if (bits.has(8 * index + bit)) flipped ^= 1 << bit;
        return [flipped];
      });
    },
  };
}

/** Loses `count` bytes of the reply. */
export function lostBytes(count = 1): Fault {
  checkCount(count);
  return {
    name: 'lost bytes',
    apply(runs, { random }) {
      const lost = chosen(random, count, countBytes(runs));
      return lost.size === 0 ? runs : mapBytes(runs, (byte, index) => (lost.has(index) ? [] : [byte]));
    },
  };
}

/** What `extraBytes` adds, and where. */
export interface ExtraBytesOptions {
  /** In front of the reply (the default), somewhere inside it, or behind it. */
  where?: 'before' | 'inside' | 'after';
  /** How many; 1 by default. */
  count?: number;
  /** Which; chosen by chance when absent. */
  bytes?: Uint8Array;
}

/**
 * Adds bytes that belong to nothing, as switching drivers and missing bias resistors do.
 *
 * @example extraBytes({ where: 'before', bytes: Uint8Array.of(0x00) })
 */
export function extraBytes({ where = 'before', count = 1, bytes }: ExtraBytesOptions = {}): Fault {
  checkCount(count);
  return {
    name: `extra bytes ${where}`,
    apply(runs, { random }) {
      const total = countBytes(runs);
      if (total === 0 || (where === 'inside' && total < 2)) return runs;
      const added = [...(bytes ?? Array.from({ length: count }, () => randomInteger(random, 0, 255)))];
      const last = total - 1;
      if (where === 'after')
        return mapBytes(runs, (byte, index) => (index === last ? [byte, ...added] : [byte]));
      const at = where === 'before' ? 0 : randomInteger(random, 1, last);
      return mapBytes(runs, (byte, index) => (index === at ? [...added, byte] : [byte]));
    },
  };
}

/** Ends the reply after `keep` bytes; after a number of them chosen by chance when absent. */
export function truncated(keep?: number): Fault {
  if (keep !== undefined) checkCount(keep);
  return {
    name: 'truncated',
    apply(runs, { random }) {
      const total = countBytes(runs);
      const kept = keep ?? randomInteger(random, 1, total - 1);
      return total < 2 || kept >= total
        ? runs
        : mapBytes(runs, (byte, index) => (index < kept ? [byte] : []));
    },
  };
}

/** `count` different numbers below `limit`, or all of them. */
function chosen(random: Random, count: number, limit: number): Set<number> {
  const numbers = new Set<number>();
  while (numbers.size < Math.min(count, limit)) numbers.add(randomInteger(random, 0, limit - 1));
  return numbers;
}

function checkCount(count: number): void {
  if (!Number.isInteger(count) || count < 1)
    throw new UsageError(`a count of bytes or bits must be 1 or more, not ${count}`);
}

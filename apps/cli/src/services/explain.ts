import { UsageError } from '@bus/line';
import type { Explanation } from '@bus/modbus';

export interface ExplainOptions {
  /** Bytes as hexadecimal digits, in any grouping: `['41', 'AE', '56', '52']`, `['41AE5652']`, `['0x41AE', '0x5652']`. */
  bytes: readonly string[];
  /** Registers in decimal, in place of bytes. */
  registers?: readonly number[];
  /** Registers of one value, when there are several behind one another; all are one value by default. */
  each?: 1 | 2 | 3 | 4;
}

/** One way to read registers. */
export interface ExplainedAs extends Explanation {
  /**
   * How likely it is meant, by how unlikely such a value is by chance: a guess. `best` is the likeliest, `likely` are those
   * that come close.
   */
  guess?: 'best' | 'likely';
}

/** Registers that may be one value. */
export interface ExplainedGroup {
  /** The first register's place, from 0. */
  first: number;
  registers: number[];
  /** Hexadecimal text. */
  bytes: string;
  rows: ExplainedAs[];
}

export interface ExplainResult {
  groups: ExplainedGroup[];
}

/** Registers are explained together up to this many; more can only be a text. */
export const MAX_TOGETHER = 4;

/**
 * Shows registers as every type and in every byte order that they may be.
 *
 * @throws {UsageError} something is no hexadecimal digit, or the bytes make no whole registers.
 *
 * @example (await explainBytes({ bytes: ['41', 'AE', '56', '52'] })).groups[0]?.rows
 */
export async function explainBytes({ bytes, registers, each }: ExplainOptions): Promise<ExplainResult> {
  const { explain } = await import('@bus/modbus');
  const { rateExplanations } = await import('./explain/rate-explanations.js');
  if (registers !== undefined && bytes.length > 0)
    throw new UsageError('give bytes or --registers, not both', {
      hint: `Several registers stand in quotes or have commas: --registers ${[...registers, ...bytes].join(',')}`,
    });
  const all = registers === undefined ? registersIn(bytes) : [...registers];
  if (all.length === 0) throw new UsageError('no bytes were given', { hint: 'bus explain 41 AE 56 52' });
  const size = each ?? all.length;
  if (all.length % size !== 0)
    throw new UsageError(
      `${all.length} registers make no whole groups of ${size}: change --each or add registers`,
    );
  const groups = Array.from({ length: all.length / size }, (_, index) => {
    const words = all.slice(index * size, (index + 1) * size);
    const hex = words.map(word =>
      word
        .toString(16)
        .toUpperCase()
        .padStart(4, '0')
        .replace(/(..)(..)/, '$1 $2'),
    );
    const rows = rateExplanations(explain(words));
    return { first: index * size, registers: words, bytes: hex.join(' '), rows };
  });
  if (each === undefined && all.length > MAX_TOGETHER && groups[0]!.rows.length === 0)
    throw new UsageError(`${all.length} registers are more than one value and no text`, {
      hint: 'Say of how many registers each value is: --each 2.',
    });
  return { groups };
}

function registersIn(texts: readonly string[]): number[] {
  const digits = texts
    .flatMap(text => text.split(/[\s,;:_-]+/))
    .filter(part => part !== '')
    .map(part => {
      const plain = part.replace(/^0x/i, '');
      const whole = plain.length % 2 === 0;
      // Three digits, or five, are rather a register in decimal.
      if (/^[0-9A-Fa-f]+$/.test(plain) && (whole || plain.length === 1 || plain !== part))
        return whole ? plain : `0${plain}`;
      throw new UsageError(
        /^\d+$/.test(part)
          ? `'${part}' is not made of bytes of two digits`
          : `'${part}' is no hexadecimal number`,
        {
          hint: 'Write bytes as hexadecimal digits, or give registers in decimal: --registers 16814,22098.',
        },
      );
    })
    .join('');
  if (digits.length % 4 !== 0)
    throw new UsageError(
      `${digits.length === 2 ? '1 byte makes no whole register' : `${digits.length / 2} bytes make no whole registers`} of two`,
      {
        hint: 'Leave out what is no register: unit, function, byte count and checksum. bus decode explains whole frames.',
      },
    );
  return (digits.match(/..../g) ?? []).map(word => Number.parseInt(word, 16));
}

import { UsageError } from '@bus/line';
import type { ElementCodec } from './element-codec.js';
import { toWords } from './integer.js';

/**
 * Lets some raw values mean "no data": they are read as NaN, and NaN is written as the first of them. Raw values are
 * compared bit by bit, so that a float's NaN patterns may be told apart.
 *
 * @throws {UsageError} a sentinel does not fit the registers.
 */
export function withSentinels(
  codec: ElementCodec,
  sentinels: readonly (number | bigint)[] | undefined,
): ElementCodec {
  if (sentinels === undefined || sentinels.length === 0) return codec;
  const patterns = sentinels.map(sentinel => pattern(sentinel, codec.registers));
  const isSentinel = (words: readonly number[]): boolean =>
    patterns.some(each => each.every((word, index) => word === words[index]));
  return {
    registers: codec.registers,
    decode: words => (isSentinel(words) ? Number.NaN : codec.decode(words)),
    encode(value) {
      if (Number.isNaN(value)) return [...patterns[0]!];
      const words = codec.encode(value);
      if (isSentinel(words)) {
        throw new UsageError(`${value} is stored as a raw value that means "no data"`, {
          hint: 'Write NaN if "no data" is meant.',
        });
      }
      return words;
    },
  };
}

function pattern(sentinel: number | bigint, registers: number): number[] {
  const bits = BigInt(16 * registers);
  const whole = typeof sentinel === 'bigint' || Number.isSafeInteger(sentinel);
  const raw = whole ? BigInt(sentinel) : 0n;
  if (!whole || raw < -(1n << (bits - 1n)) || raw >= 1n << bits)
    throw new UsageError(`sentinel ${sentinel} is not a raw value of ${bits} bits`);
  return toWords(raw, registers);
}

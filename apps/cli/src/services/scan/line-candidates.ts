import { UsageError } from '@bus/line';
import type { LineFormat, Parity } from '@bus/transport-node';

/** Speed and shape of characters that a line may have. */
export interface LineCandidate {
  readonly baud: number;
  /** `8N1`. */
  readonly format: string;
  readonly dataBits: NonNullable<LineFormat['dataBits']>;
  readonly parity: Parity;
  readonly stopBits: NonNullable<LineFormat['stopBits']>;
}

/** The usual ones, the most usual first. */
const BAUDS: readonly number[] = [9600, 19_200, 38_400, 115_200, 57_600, 4800, 2400, 1200];
const FORMATS: readonly string[] = ['8N1', '8E1', '8O1', '7E1', '7O1'];
/** A less usual format at a usual speed is about as likely as the usual format so many speeds later. */
const FORMAT_WEIGHT = 2;
const PARITIES: Readonly<Record<string, Parity>> = { N: 'none', E: 'even', O: 'odd' };

/**
 * The candidates, the most likely first. Two stop bits are no candidate of their own: who expects one hears both.
 *
 * @param own the speed that is set, which comes first.
 * @throws {UsageError} a speed or format makes no sense.
 */
export function lineCandidates(
  bauds: readonly number[] | undefined,
  formats: readonly string[] | undefined,
  own: number | undefined,
): LineCandidate[] {
  const speeds = bauds ?? [...new Set([...(own === undefined ? [] : [own]), ...BAUDS])];
  if (speeds.length === 0 || formats?.length === 0) throw new UsageError('no speed or format is left to try');
  const shapes = (formats ?? FORMATS).map(shapeOf);
  const weighed = speeds.flatMap((baud, first) =>
    shapes.map((shape, second) => ({
      weight: first + FORMAT_WEIGHT * second,
      candidate: { baud, ...shape },
    })),
  );
  return weighed.toSorted((a, b) => a.weight - b.weight).map(({ candidate }) => candidate);
}

function shapeOf(text: string): Omit<LineCandidate, 'baud'> {
  const [, bits, letter, stops] = /^([5-8])([NEO])([12])$/i.exec(text) ?? [];
  if (bits === undefined)
    throw new UsageError(`'${text}' is no format of characters`, { hint: 'Write it like 8N1 or 7E1.' });
  const parity = letter!.toUpperCase();
  return {
    format: `${bits}${parity}${stops}`,
    dataBits: Number(bits) as LineCandidate['dataBits'],
    parity: PARITIES[parity]!,
    stopBits: Number(stops) as LineCandidate['stopBits'],
  };
}

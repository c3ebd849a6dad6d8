const factors: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, min: 60_000, h: 3_600_000 };

/**
 * A time as milliseconds; a bare number is milliseconds. Undefined when it is none, or longer than can be counted.
 *
 * @example parseDuration('1.5s') // 1500
 */
export function parseDuration(text: string): number | undefined {
  const [, number, unit = 'ms'] = /^(\d+(?:\.\d+)?)\s*(ms|s|m|min|h)?$/.exec(text.trim()) ?? [];
  const milliseconds = Math.round(Number(number) * factors[unit]!);
  return Number.isSafeInteger(milliseconds) ? milliseconds : undefined;
}

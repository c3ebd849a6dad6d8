import { UsageError } from '@bus/line';

/**
 * The numbers of a list: `1-10,32,40-42`, in order and each once.
 *
 * @param what for the message: `units`.
 * @throws {UsageError} it has another form, a range runs backwards, or a number is not from `min` to `max`.
 *
 * @example parseNumberRanges('1-3,9', 'units', 1, 247); // [1, 2, 3, 9]
 */
export function parseNumberRanges(text: string, what: string, min: number, max: number): number[] {
  const numbers = text.split(',').flatMap(part => {
    const [, first, last = first] = /^\s*(\d{1,5})(?:\s*-\s*(\d{1,5}))?\s*$/.exec(part) ?? [];
    const [from, to] = [Number(first), Number(last)];
    if (first === undefined || from > to)
      throw new UsageError(`'${part}' is no range of ${what}`, { hint: 'Write it like 1-10,32.' });
    if (from < min || to > max)
      throw new UsageError(`${what} are from ${min} to ${max}, which ${part.trim()} is not`);
    return Array.from({ length: to - from + 1 }, (_, index) => from + index);
  });
  return [...new Set(numbers)].sort((a, b) => a - b);
}

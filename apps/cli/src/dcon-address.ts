import { UsageError } from '@bus/line';

/**
 * The number of a DCON address: two hexadecimal digits.
 *
 * @throws {UsageError} it has another form.
 *
 * @example parseDconAddress('0A'); // 10
 */
export function parseDconAddress(text: string): number {
  if (/^[0-9a-f]{2}$/i.test(text)) return Number.parseInt(text, 16);
  throw new UsageError(`a DCON address is two hexadecimal digits, such as 02, 0A or FF, not '${text}'`);
}

/** The two digits of an address. */
export function formatDconAddress(address: number): string {
  return address.toString(16).toUpperCase().padStart(2, '0');
}

/**
 * The addresses of a list: `00-0F`, `02,0A`, or both.
 *
 * @throws {UsageError} it has another form, or a range runs backwards.
 */
export function parseDconAddresses(text: string): number[] {
  const ranges = text.split(',').map(part => {
    const [first, last = first, ...more] = part.trim().split('-');
    const [from, to] = [parseDconAddress(first ?? ''), parseDconAddress(last ?? '')];
    if (more.length > 0 || from > to)
      throw new UsageError(`'${part}' is no range of addresses`, { hint: 'Write it like 00-0F.' });
    return Array.from({ length: to - from + 1 }, (_, index) => from + index);
  });
  return [...new Set(ranges.flat())].sort((a, b) => a - b);
}

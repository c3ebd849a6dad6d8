import { UsageError } from '@bus/line';
import { checkFormat, formatDefaults, type LineFormat, type Parity } from './serial-settings.js';

const letters: Record<Parity, string> = { none: 'N', even: 'E', odd: 'O' };

/**
 * Reads the usual short form: bits per second, then data bits, parity letter and stop bits.
 *
 * @example
 * parseLineFormat('9600-8E1'); // { baudRate: 9600, dataBits: 8, parity: 'even', stopBits: 1 }
 *
 * @throws {UsageError} the text has another form, or a value is out of range.
 */
export function parseLineFormat(text: string): Required<LineFormat> {
  const match = /^(\d{2,7})-([5-8])([NEO])([12])$/i.exec(text);
  if (!match) {
    throw new UsageError(`'${text}' is not a line format`, {
      hint: 'Write it like 19200-8N1: bits per second, data bits, parity N, E or O, stop bits.',
    });
  }
  const letter = match[3]!.toUpperCase();
  const format = {
    baudRate: Number(match[1]),
    dataBits: Number(match[2]) as 5 | 6 | 7 | 8,
    parity: (Object.keys(letters) as Parity[]).find(parity => letters[parity] === letter)!,
    stopBits: Number(match[4]) as 1 | 2,
  };
  checkFormat(format);
  return format;
}

/**
 * The short form of a line's format; what is not given has its default.
 *
 * @example
 * formatLineFormat({ baudRate: 9600, parity: 'even' }); // '9600-8E1'
 *
 * @throws {UsageError} a value is out of range.
 */
export function formatLineFormat(format: LineFormat): string {
  const all = {
    baudRate: format.baudRate ?? formatDefaults.baudRate,
    dataBits: format.dataBits ?? formatDefaults.dataBits,
    parity: format.parity ?? formatDefaults.parity,
    stopBits: format.stopBits ?? formatDefaults.stopBits,
  };
  checkFormat(all);
  return `${all.baudRate}-${all.dataBits}${letters[all.parity]}${all.stopBits}`;
}

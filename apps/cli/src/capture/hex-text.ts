import { UsageError } from '@bus/line';
import { type HeardChunk, serialChunk } from './heard-chunk.js';

/** `   0.0 ms  →  01 03 …      meaning`: what `--trace` prints. */
const TRACED = /^\s*(-?[\d.]+)\s*ms\s*[→←]\s*((?:[0-9A-Fa-f]{2}\s?)+)(?:\s{2,}.*)?$/;
/** `00000000  01 03 01 21  |...!|` and `00000000: 0103 0121  ...!`: what hexdump and xxd print. */
const DUMPED =
  /^\s*[0-9A-Fa-f]{6,8}(?::|\s)\s*((?:[0-9A-Fa-f]{2,4}\s{1,2})*[0-9A-Fa-f]{2,4})(?:\s{2,}.*|\s+\|.*\|)?\s*$/;
/** What may stand between or in front of the digits of a byte. */
const SEPARATORS = /0x|\\x|[\s,;:\-[\]{}()]/gi;

/**
 * The bytes of hexadecimal text, a chunk for each line: in any of the usual forms, with comments behind `#`. A line that
 * begins with `:`, `$`, `#`, `%`, `@`, `~`, `!`, `>` or `?` may be a frame of text instead, of which the end may be left out.
 * The lines of a dump are one chunk.
 *
 * @throws {UsageError} a line is neither, with its number.
 */
export function parseHexText(text: string): HeardChunk[] {
  const lines = text.split('\n').map((line, index) => ({ line: line.replace(/\r$/, ''), number: index + 1 }));
  const filled = lines.filter(({ line }) => line.trim() !== '' && !/^\s*(#\s|#$|\/\/)/.test(line));
  if (filled.length > 0 && filled.every(({ line }) => isDumped(line))) {
    const bytes = filled.flatMap(({ line, number }) => bytesIn(DUMPED.exec(line)![1]!, number));
    return [serialChunk(Uint8Array.from(bytes))];
  }
  return filled.map(({ line, number }) => chunkIn(line, number));
}

/** A dump's first column is an offset: a line of eight digits and nothing else is none. */
const isDumped = (line: string): boolean => DUMPED.test(line) && /^\s*0[0-9A-Fa-f]{5,7}[:\s]/.test(line);

function chunkIn(line: string, number: number): HeardChunk {
  const traced = TRACED.exec(line);
  if (traced !== null) return serialChunk(Uint8Array.from(bytesIn(traced[2]!, number)), Number(traced[1]));
  const content = line.trim();
  if (/^:[0-9A-Fa-f ]*$/.test(content)) return serialChunk(textBytes(`${content}\r\n`));
  if (/^[$#%@~!>?]/.test(content)) return serialChunk(textBytes(`${content}\r`));
  return serialChunk(Uint8Array.from(bytesIn(content.replace(/\s#.*$/, ''), number)));
}

function bytesIn(text: string, number: number): number[] {
  // A lone digit between separators is a byte: `1, 3, 0xA`.
  const padded = text.replace(/(^|[\s,;:\-[\]{}()]|0x|\\x)([0-9A-Fa-f])(?=$|[\s,;:\-[\]{}()])/gi, '$10$2');
  const digits = padded.replace(SEPARATORS, '');
  if (/^(?:[0-9A-Fa-f]{2})+$/.test(digits))
    return digits.match(/../g)!.map(pair => Number.parseInt(pair, 16));
  const wrong = /[^0-9A-Fa-f]/.exec(digits)?.[0];
  throw new UsageError(
    `line ${number}: ${wrong === undefined ? 'an odd number of hexadecimal digits' : `'${wrong}' is no hexadecimal digit`} in '${text.trim()}'`,
    { hint: 'Write bytes as two digits each: 01 03 01 21 00 01 D5 FC, or a frame of text as it is: $022.' },
  );
}

const textBytes = (text: string): Uint8Array => Uint8Array.from(text, character => character.charCodeAt(0));

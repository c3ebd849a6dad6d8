import fc from 'fast-check';
import type { DelimitedSpec } from './delimited.js';
import { lrc8, sum8 } from './js.js';
import type { Expectation } from './scanner.js';

/** The bytes of a text, a character each. */
export const encode = (text: string) => Uint8Array.from(text, character => character.charCodeAt(0));

/** Two digits per byte, in upper case. */
export const hexText = (bytes: readonly number[] | Uint8Array) =>
  Array.from(bytes, byte => byte.toString(16).toUpperCase().padStart(2, '0')).join('');

/** A frame with a colon, digits, LRC and delimiter. */
export const lrcFrame = (...body: number[]) => `:${hexText([...body, lrc8(Uint8Array.from(body))])}\r\n`;

/** A frame of characters, sum and carriage return. */
export const sumFrame = (text: string) => `${text}${hexText([sum8(encode(text))])}\r`;

/** Every kind of description that differs in what the search has to do. */
export const specs: fc.Arbitrary<DelimitedSpec> = fc
  .record({
    starts: fc.constantFrom<number[]>([], [0x3a], [0x3a, 0x3e], [0x21, 0x3e, 0x3f]),
    end: fc.constantFrom([13], [13, 10], [10], [13, 13], [0x7e, 13]),
    lengthMax: fc.constantFrom(4, 16, 17, 20, 33, 64, 256, 513, 2048),
    checksum: fc.constantFrom<DelimitedSpec['checksum']>('lrc-hex', 'sum8-hex', 'none'),
    digits: fc.constantFrom<DelimitedSpec['digits']>('hex', 'any'),
    lenient: fc.constantFrom(
      {},
      {},
      {},
      { lowerCase: true },
      { missingCr: true },
      { lowerCase: true, blanks: true },
    ),
  })
  .map(({ end, digits, ...rest }) => ({
    ...rest,
    end: Uint8Array.from(end),
    digits: rest.checksum === 'lrc-hex' ? 'hex' : digits,
  }));

const bytes = fc.uint8Array({ maxLength: 120 });
const words = fc
  .array(fc.constantFrom(...'!01$02>+07.231-0123ABCDEF#%'), { maxLength: 70 })
  .map(all => all.join(''));

const sound = fc.oneof(
  fc.uint8Array({ minLength: 2, maxLength: 260 }).map(body => lrcFrame(...body)),
  fc.uint8Array({ minLength: 2, maxLength: 12 }).map(body => lrcFrame(...body)),
  words.map(sumFrame),
  words.map(text => `${text}\r`),
);

/** One frame in the middle of which something has happened. */
const damaged = fc
  .tuple(sound, fc.nat(), fc.constantFrom(...':>\r\n\0g0 \t\xff5aF'))
  .map(([text, at, character]) => {
    const where = at % text.length;
    return text.slice(0, where) + character + text.slice(where + 1);
  });
const interrupted = fc.tuple(sound, fc.nat()).map(([text, at]) => text.slice(0, at % text.length));
const spaced = fc.tuple(sound, fc.nat()).map(([text, at]) => {
  const where = 1 + (at % text.length);
  return `${text.slice(0, where)} \t${text.slice(where)}`;
});

/** What keeps a search busy: delimiters without frames, frames without delimiters, starts in a row, torn delimiters. */
const adversarial = fc
  .tuple(
    fc.constantFrom(
      '\r',
      '\n',
      '\r\n',
      ':',
      '0',
      '0\r',
      ':\r\n',
      '\r\r\n',
      ':00\r',
      ' ',
      '\xff',
      '~',
      '000000\r\n',
      '>!',
    ),
    fc.nat(300),
  )
  .map(([pattern, times]) => pattern.repeat(times));

const piece = fc.oneof(
  { weight: 6, arbitrary: sound },
  { weight: 2, arbitrary: sound.map(text => text.toLowerCase()) },
  { weight: 3, arbitrary: damaged },
  { weight: 2, arbitrary: interrupted },
  { weight: 1, arbitrary: spaced },
  { weight: 1, arbitrary: adversarial },
  { weight: 1, arbitrary: bytes.map(all => String.fromCharCode(...all)) },
  {
    weight: 1,
    arbitrary: fc.array(fc.constantFrom(...':>0AFaf\r\n !~'), { maxLength: 60 }).map(all => all.join('')),
  },
);

/** What a line of text may carry. */
export const textStream = fc.array(piece, { maxLength: 20, size: 'max' }).map(all => encode(all.join('')));

/** Heads of answers, some of which begin frames of the streams. */
export const textExpectations: fc.Arbitrary<Expectation[]> = fc.array(
  fc
    .constantFrom(
      ':0',
      ':00',
      '!0',
      '>+',
      '!01',
      '00',
      ':ab',
      'AB',
      '01$0',
      ':0000000',
      ':\r\n',
      '!\r',
      '0\r\n',
      '\r\n',
    )
    .map(head => ({ head: encode(head), length: 0 })),
  { maxLength: 4 },
);

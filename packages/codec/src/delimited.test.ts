import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createScanner } from './create-scanner.js';
import { compileDelimited, type DelimitedSpec } from './delimited.js';
import { createScanner as createJsScanner, lrc8 } from './js.js';
import { framesOf, listen, listenToTurns } from './listen.fixture.js';
import { type Expectation, MAX_RECORDS, RecordKind, type Scanner } from './scanner.js';
import { cuts } from './streams.fixture.js';

const spec: DelimitedSpec = {
  starts: [0x3a],
  end: Uint8Array.of(13, 10),
  lengthMax: 513,
  checksum: 'lrc-hex',
  digits: 'hex',
};
const strict = compileDelimited(spec);
const encode = (text: string) => Uint8Array.from(text, character => character.charCodeAt(0));
const textOf = (bytes: readonly number[]) => String.fromCharCode(...bytes);
const hex = (bytes: readonly number[]) =>
  bytes.map(byte => byte.toString(16).toUpperCase().padStart(2, '0')).join('');

/** A frame of Modbus ASCII. */
function ascii(...body: number[]): string {
  return `:${hex([...body, lrc8(Uint8Array.from(body))])}\r\n`;
}

const answer = ascii(1, 3, 4, 0, 5, 0, 6);
const longest = ascii(1, ...new Array<number>(253).fill(0xab));
const expected: Expectation[] = [{ head: encode(':0103'), length: answer.length }];

const scanners: [string, Scanner][] = [
  ['in WebAssembly', createScanner()],
  ['in JavaScript', createJsScanner()],
];

describe.each(scanners)('frames with start and delimiter, %s', (_name, scanner) => {
  const hear = (text: string, { rules = strict, sizes = [1], silent = false, awaited = expected } = {}) => {
    scanner.clear();
    return listen(scanner, rules, encode(text), { cuts: sizes, silent, expected: awaited });
  };
  const framesIn = (text: string, options = {}) =>
    hear(text, options).frames.map(record => textOf(record.bytes));
  const lenient = (leniency: DelimitedSpec['lenient']) => ({
    rules: compileDelimited({ ...spec, lenient: leniency! }),
  });

  it('are delivered whole, at their last byte, however they came', () => {
    for (const whole of [answer, ascii(1, 0x83), longest]) {
      for (const sizes of [[1], [whole.length], [7, 3]]) {
        expect(framesIn(whole, { sizes })).toEqual([whole]);
      }
      expect(hear(whole).frames).toMatchObject([{ at: 0, heard: whole.length }]);
    }
    expect(framesIn(':010310010001EA\r\n')).toHaveLength(1);
  });

  it('have 513 characters at most', () => {
    expect(longest).toHaveLength(513);
    expect(framesIn(ascii(1, ...new Array<number>(254).fill(0xab)))).toEqual([]);
    const after = ascii(1, ...new Array<number>(300).fill(0xab)) + answer;
    expect(framesIn(after)).toEqual([answer]);
    expect(scanner.end - scanner.start).toBe(0);
  });

  it('are delivered back to back and behind noise', () => {
    expect(framesIn(answer + answer)).toEqual([answer, answer]);
    expect(framesIn(`\0\xff01\r\n${answer}xyz${answer}`)).toEqual([answer, answer]);
    const { records } = hear(`01${answer}`, { sizes: [99] });
    expect(records).toMatchObject([
      { kind: RecordKind.NOISE, at: 0, bytes: [0x30, 0x31] },
      { kind: RecordKind.FRAME, at: 2 },
    ]);
  });

  it('begin anew at every colon', () => {
    for (let length = 1; length < answer.length; length++) {
      const { records } = hear(answer.slice(0, length) + answer, { sizes: [99] });
      expect(records, `cut at ${length}`).toMatchObject([
        { kind: RecordKind.NOISE, bytes: [...encode(answer.slice(0, length))] },
        { kind: RecordKind.FRAME, at: length },
      ]);
    }
  });

  it('are given up in silence, wherever they were cut', () => {
    for (let length = 1; length < answer.length; length++) {
      const { records } = hear(answer.slice(0, length), { silent: true });
      expect(records).toMatchObject([{ kind: RecordKind.NOISE, at: 0 }]);
      expect(framesIn(answer.slice(0, length), { silent: true })).toEqual([]);
    }
    const listener = hear(answer.slice(0, 8))
      .silence()
      .hear(encode(answer.slice(8)));
    expect(listener.silence().frames).toEqual([]);
  });

  it('are reported as damaged when they are awaited and the checksum is wrong', () => {
    const wrong = answer.replace('0005', '0004');
    expect(hear(wrong).records).toMatchObject([{ kind: RecordKind.DAMAGED, bytes: [...encode(wrong)] }]);
    expect(hear(wrong, { awaited: [] }).records).toMatchObject([{ kind: RecordKind.NOISE }]);
    const other = [{ head: encode(':0203'), length: 0 }];
    expect(hear(wrong, { awaited: other }).records).toMatchObject([{ kind: RecordKind.NOISE }]);
    // A lost digit.
    expect(hear(answer.replace('0005', '005')).records).toMatchObject([{ kind: RecordKind.DAMAGED }]);
  });

  it('are never made of one with a single wrong bit', () => {
    for (let bit = 0; bit < 8 * answer.length; bit++) {
      const broken = encode(answer);
      broken[bit >> 3]! ^= 1 << (bit & 7);
      expect(framesIn(textOf([...broken]), { silent: true }), `bit ${bit}`).toEqual([]);
    }
  });

  it.each([
    ['an odd number of digits', ':01030F4\r\n'],
    ['fewer than three bytes', ':01FF\r\n'],
    ['nothing', ':\r\n'],
    ['no CR', answer.replace('\r', '')],
    ['a character behind the CR', answer.replace('\r', '\r0')],
    ['two CR', answer.replace('\r', '\r\r')],
    ['a lower case digit', ascii(1, 3, 0xab).toLowerCase()],
    ['a blank', answer.replace('0103', '01 03')],
    ['a character that is no digit', answer.replace('0103', '01G3')],
    ['a character with the eighth bit', answer.replace('0103', '01\xb03')],
    ['another start', answer.replace(':', '>')],
  ])('are none with %s', (_what, text) => {
    expect(framesIn(text + answer, { silent: true })).toEqual([answer]);
  });

  it('may be put up with', () => {
    const lower = ascii(1, 3, 0xab).toLowerCase();
    expect(framesIn(lower, lenient({ lowerCase: true }))).toEqual([lower]);
    const bare = answer.replace('\r', '');
    expect(framesIn(bare + answer, lenient({ missingCr: true }))).toEqual([bare, answer]);
    const spaced = answer.replace('0103', ' 01\t03 ');
    expect(framesIn(spaced, lenient({ blanks: true }))).toEqual([spaced]);
    const damaged = spaced.replace('5', '4').replace(':', ': ');
    const { records } = hear(damaged, lenient({ blanks: true }));
    expect(records).toMatchObject([{ kind: RecordKind.DAMAGED }]);
  });

  it('may end otherwise', () => {
    const rules = compileDelimited({ ...spec, end: Uint8Array.of(13, 0x7e) });
    const other = answer.replace('\n', '~');
    expect(framesIn(answer + other, { rules })).toEqual([other]);
  });

  it('are the same for every way of cutting the stream, and leave room', () => {
    const sound = fc.array(fc.nat(255), { minLength: 2, maxLength: 12 }).map(body => ascii(...body));
    const piece = fc.oneof(
      sound,
      fc.tuple(sound, fc.nat()).map(([text, at]) => text.slice(0, at % text.length)),
      fc.array(fc.constantFrom(...':0AF\r\n g'), { maxLength: 30 }).map(all => all.join('')),
      fc.nat(600).map(count => `:${'0'.repeat(count)}`),
    );
    const turns = fc.array(
      fc.array(piece, { maxLength: 5 }).map(all => encode(all.join(''))),
      { maxLength: 3 },
    );
    fc.assert(
      fc.property(turns, cuts, (heard, sizes) => {
        const hearAll = (chunks: readonly number[]) => {
          scanner.clear();
          const records = listenToTurns(scanner, strict, heard, { cuts: chunks, expected });
          expect(records.flatMap(record => record.bytes)).toEqual(heard.flatMap(bytes => [...bytes]));
          return framesOf(records).map(record => [record.at, record.bytes]);
        };
        const whole = hearAll([4000]);
        expect(hearAll(sizes)).toEqual(whole);
        expect(hearAll([1])).toEqual(whole);
      }),
      { numRuns: 150 },
    );
  });

  it('may be more than one scan reports', () => {
    const text = `x${answer}`.repeat(150);
    expect(framesIn(text, { sizes: [4000] })).toHaveLength(150);
    // The last record that fits is the noise in front of a frame.
    const shifted = answer + text;
    expect(framesIn(shifted, { sizes: [4000] })).toHaveLength(151);
    scanner.clear();
    scanner.write(encode(shifted.slice(0, 2000)));
    expect(scanner.scan(strict, false)).toBe(MAX_RECORDS);
  });

  it('are found again when another answer is awaited on the way', () => {
    scanner.clear();
    scanner.write(encode(answer.slice(0, -1)));
    expect(scanner.scan(strict, false)).toBe(0);
    scanner.expect(expected);
    scanner.write(encode('\n'));
    expect(scanner.scan(strict, false)).toBe(1);
    expect([...scanner.records.subarray(0, 3)]).toEqual([RecordKind.FRAME, 0, answer.length]);
  });
});

describe.each(scanners)('frames with a delimiter alone, %s', (_name, scanner) => {
  const usual: DelimitedSpec = {
    starts: [],
    end: Uint8Array.of(13),
    lengthMax: 20,
    checksum: 'none',
    digits: 'any',
  };
  const hear = (text: string, change: Partial<DelimitedSpec> = {}) => {
    scanner.clear();
    const { frames } = listen(scanner, compileDelimited({ ...usual, ...change }), encode(text), {
      cuts: [1],
    });
    return frames.map(record => textOf(record.bytes));
  };

  it('begin behind the delimiter', () => {
    expect(hear('!01400600\r\r>+07.2:\n\r$01')).toEqual(['!01400600\r', '>+07.2:\n\r']);
  });

  it('are not made of the end of one that is too long', () => {
    expect(hear(`${'x'.repeat(19)}\r`)).toHaveLength(1);
    expect(hear(`${'x'.repeat(25)}\r!01\r`)).toEqual(['!01\r']);
    scanner.clear();
    scanner.expect([]);
    const rules = compileDelimited(usual);
    const listener = listen(scanner, rules, encode('x'.repeat(25)), { silent: false });
    scanner.expect([{ head: encode('!01'), length: 0 }]);
    expect(listener.hear(encode('yy\r!01\r')).frames.map(record => textOf(record.bytes))).toEqual(['!01\r']);
  });

  it('begin behind silence', () => {
    scanner.clear();
    const listener = listen(scanner, compileDelimited(usual), encode('x'.repeat(25)));
    expect(listener.hear(encode('!01\r')).frames).toHaveLength(1);
  });

  it('may end with a sum of two digits', () => {
    // The sum of $012 is B7.
    expect(hear('$012B7\r', { checksum: 'sum8-hex' })).toHaveLength(1);
    for (const wrong of ['$012B8\r', '$012b7\r', '$012\r', 'B7\r', '$012B\r'])
      expect(hear(wrong, { checksum: 'sum8-hex' }), wrong).toEqual([]);
    expect(hear('$012b7\r', { checksum: 'sum8-hex', lenient: { lowerCase: true } })).toHaveLength(1);
  });

  it('are read from the start again when another answer is awaited on the way', () => {
    const rules = compileDelimited({ ...usual, end: Uint8Array.of(13, 10) });
    scanner.clear();
    const listener = listen(scanner, rules, encode('\na\r'), { silent: false });
    scanner.expect([{ head: encode('!01'), length: 0 }]);
    expect(listener.hear(encode('\n')).frames.map(record => textOf(record.bytes))).toEqual(['\na\r\n']);
  });

  it('may end with two characters, one of which stands in the frame as well', () => {
    expect(hear('a\rb\r\r\n\nc\r\n', { end: Uint8Array.of(13, 10) })).toEqual(['a\rb\r\r\n', '\nc\r\n']);
  });
});

describe('compileDelimited', () => {
  it.each<[string, Partial<DelimitedSpec>]>([
    ['end has 0 characters, must be 1 or 2', { end: new Uint8Array(0) }],
    ['end has 3 characters, must be 1 or 2', { end: new Uint8Array(3) }],
    ['lengthMax is 2049, must be 4..2048', { lengthMax: 2049 }],
    ['checksum is crc, which is unknown', { checksum: 'crc' as 'none' }],
    ['digits is octal, must be hex or any', { digits: 'octal' as 'any' }],
    ['checksum is lrc-hex, so digits must be hex', { digits: 'any' }],
    ['starts has 256, must be bytes 0..255', { starts: [256] }],
    ['starts has 13, which the delimiter has as well', { starts: [13] }],
    ['65 is a hexadecimal digit, so it can be neither start nor delimiter', { starts: [0x41] }],
    ['48 is a hexadecimal digit, so it can be neither start nor delimiter', { end: Uint8Array.of(0x30) }],
  ])('refuses a description and says why: %s', (message, change) => {
    expect(() => compileDelimited({ ...spec, ...change })).toThrow(new RangeError(message));
  });
});

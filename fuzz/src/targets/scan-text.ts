import { drioFraming } from '@bus/232drio';
import { compileBurst, compileDelimited, type DelimitedSpec, type Expectation } from '@bus/codec';
import { dconFraming } from '@bus/dcon';
import { asciiFraming, mbapFraming } from '@bus/modbus';
import { Cursor, pieces } from '../cursor.js';
import type { Target } from '../target.js';
import { byRules, compareTwins, type Scan } from '../twins.js';

const summed: DelimitedSpec = {
  starts: [0x21, 0x3e, 0x3f],
  end: Uint8Array.of(13),
  lengthMax: 100,
  checksum: 'sum8-hex',
  digits: 'any',
};

const framings: readonly Scan[] = [
  asciiFraming().scan,
  asciiFraming({ lenient: true }).scan,
  asciiFraming({ responseStart: '>' }).scan,
  dconFraming({ checksum: false }).scan,
  dconFraming({ checksum: true }).scan,
  byRules(compileDelimited(summed)),
  mbapFraming().scan,
  drioFraming().scan,
  drioFraming({ mode: 'harsh' }).scan,
  byRules(compileBurst({ lengthMin: 2, lengthMax: 40, checksum: 'none' })),
];

const text = (characters: string): Uint8Array => new TextEncoder().encode(characters);
const AWAITED: readonly (readonly Expectation[])[] = [
  [],
  [{ head: text(':0103'), length: 15 }],
  [
    { head: text('!01'), length: 0 },
    { head: text('>+'), length: 0 },
  ],
  [{ head: Uint8Array.of(0, 1, 0, 0), length: 0 }],
];

export const target: Target = {
  name: 'scan-text',
  promise:
    'the scanner of text, of lengths in front and of bursts tells each byte once, in any chunks the same frames, in WebAssembly as in JavaScript',
  longest: 700,
  words: ['\r\n', ':', '>', '!', ':010310010001EA\r\n', '!01400600\r', [0, 1, 0, 0, 0, 6, 1, 3, 0, 0, 0, 1]],
  seeds: [
    ...framings.flatMap((_, index) =>
      [':010310010001EA\r\n:0183027A\r\n', '!01B2\r>+07.231\r$012B7\r', '21 30\r\n:01'].map(stream => [
        index,
        1,
        9,
        ...text(stream),
      ]),
    ),
    [6, 3, 1, 0, 1, 0, 0, 0, 6, 1, 3, 0, 0, 0, 1, 0, 1, 0, 0, 0, 3, 1, 0x83, 2],
  ],
  run(input) {
    const cursor = new Cursor(input);
    const scan = cursor.pick(framings);
    const expected = cursor.pick(AWAITED);
    const cut = cursor.byte();
    compareTwins(scan, cursor.rest(), all => pieces(all, cut), expected);
  },
};

import type { Expectation } from '@bus/codec';
import { rtuFraming } from '@bus/modbus';
import { Cursor, pieces } from '../cursor.js';
import { ANSWERS, REQUESTS } from '../pdus.js';
import type { Target } from '../target.js';
import { compareTwins } from '../twins.js';
import { framed, stretches } from '../wire-text.js';

const AWAITED: readonly (readonly Expectation[])[] = [
  [],
  [
    { head: Uint8Array.of(1, 3, 2), length: 7 },
    { head: Uint8Array.of(1, 0x83), length: 5 },
  ],
  [{ head: Uint8Array.of(1, 0x2b, 0x0d), length: 0 }],
  [
    { head: Uint8Array.of(1, 0x41), length: 0 },
    { head: Uint8Array.of(2, 3), length: 40 },
  ],
  Array.from({ length: 16 }, (_, index) => ({ head: Uint8Array.of(1, 1), length: 4 + 16 * index })),
];

export const target: Target = {
  name: 'scan-rtu',
  promise:
    'the live scanner tells each byte once, in any chunks the same frames, in WebAssembly as in JavaScript',
  longest: 700,
  words: [
    [1, 3],
    [1, 0x2b, 0x0e],
    [0, 0, 0, 0],
    [1, 0x83, 2, 0xc0, 0xf1],
  ],
  seeds: [
    ...[...REQUESTS, ...ANSWERS].map((pdu, index) => [index % 5, 3, ...framed(pdu, ANSWERS[index % 20]!)]),
    [0, 9, ...Array(300).fill(1)],
  ],
  run(input) {
    const cursor = new Cursor(input);
    const expected = cursor.pick(AWAITED);
    const cut = cursor.byte();
    const bytes: number[] = [];
    for (const stretch of stretches(cursor.rest(), rtuFraming)) bytes.push(...stretch.bytes);
    compareTwins(rtuFraming.scan, Uint8Array.from(bytes), all => pieces(all, cut), expected);
  },
};

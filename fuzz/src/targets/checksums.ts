import { crc16, decodeHex, encodeHex, lrc8, sum8 } from '@bus/codec';
import * as twin from '@bus/codec/js';
import { Cursor } from '../cursor.js';
import { same } from '../oracle.js';
import type { Target } from '../target.js';

export const target: Target = {
  name: 'checksums',
  promise:
    'checksums and hexadecimal digits are the same in WebAssembly and in JavaScript, and digits lead back to their bytes',
  longest: 900,
  seeds: ['\u0000\u00010123456789abcdefABCDEF', [3, 9, ...Array(300).fill(0x41)], [0, 0, 1, 2, 3, 4]],
  run(input) {
    const cursor = new Cursor(input);
    const [from, less] = [cursor.byte(), cursor.byte()];
    const bytes = cursor.rest();
    const start = Math.min(from, bytes.length);
    const end = Math.max(start, bytes.length - less);
    same(crc16(bytes, start, end), twin.crc16(bytes, start, end), 'crc16');
    same(crc16(bytes, start, end), twin.crc16Bitwise(bytes, start, end), 'crc16, bit by bit');
    same(sum8(bytes, start, end), twin.sum8(bytes, start, end), 'sum8');
    same(lrc8(bytes, start, end), twin.lrc8(bytes, start, end), 'lrc8');
    const digits = encodeHex(bytes, start, end);
    same(digits, twin.encodeHex(bytes, start, end), 'encodeHex');
    same(decodeHex(digits), bytes.slice(start, end), 'there and back');
    same(decodeHex(bytes, start, end), twin.decodeHex(bytes, start, end), 'decodeHex');
  },
};

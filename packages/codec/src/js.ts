export { crc16 } from './js/crc16.js';
export { crc16Bitwise } from './js/crc16-bitwise.js';
export { decodeHex, encodeHex } from './js/hex-codec.js';
export { createScanner } from './js/scanner.js';
export { lrc8, sum8 } from './js/sums.js';

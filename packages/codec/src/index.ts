export { crc16 } from './js/crc16.js';
export { createScanner } from './js/scanner.js';
export { lrc8, sum8 } from './js/sums.js';
export { compileRules } from './rules.js';
export * from './scanner.js';

export { crc16, lrc8, sum8 } from './checksums.js';
export { type CompiledModule, type Core, loadCore } from './core.js';
export { createScanner } from './create-scanner.js';
export { compileRules } from './rules.js';
export * from './scanner.js';

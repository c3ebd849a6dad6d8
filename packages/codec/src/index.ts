export { type BurstRules, type BurstSpec, compileBurst } from './burst.js';
export { crc16, lrc8, sum8 } from './checksums.js';
export { type CompiledModule, type Core, loadCore } from './core.js';
export { createScanner } from './create-scanner.js';
export { compileDelimited, type DelimitedRules, type DelimitedSpec, type Leniency } from './delimited.js';
export { compilePrefixed, type PrefixedRules, type PrefixedSpec } from './prefixed.js';
export { compileRules } from './rules.js';
export * from './scanner.js';

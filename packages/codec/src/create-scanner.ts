import { createScanner as createJsScanner } from './js/scanner.js';
import type { Scanner } from './scanner.js';
import { instance } from './wasm/instance.js';
import { WasmScanner } from './wasm/scanner.js';

/**
 * A scanner with an empty window. It works in WebAssembly; in plain JavaScript, with the same records, where WebAssembly
 * is forbidden or all its windows are in use. Call `release` when the line is closed.
 *
 * @example
 * import { compileRules, createScanner, RecordKind } from '@bus/codec';
 *
 * const rules = compileRules({
 *   addressMax: 247,
 *   lengthMax: 256,
 *   requests: new Map([[3, { fixed: 8 }]]),
 *   responses: new Map([[3, { fixed: 5, countAt: 2, countMin: 2, countMax: 250, countStep: 2 }]]),
 * });
 * const scanner = createScanner();
 * scanner.write(Uint8Array.of(0xff, 0x01, 0x03, 0x02, 0x00, 0x05, 0x78, 0x47));
 * const count = scanner.scan(rules, false);
 * for (let i = 0; i < count; i++) {
 *   const [kind, offset, length] = scanner.records.subarray(3 * i, 3 * i + 3);
 *   console.log(kind === RecordKind.FRAME ? 'frame' : 'noise', scanner.window.subarray(offset, offset + length));
 * }
 * scanner.release();
 */
export function createScanner(): Scanner {
  const core = instance();
  const slot = core?.slots.take();
  return core && slot !== undefined ? new WasmScanner(core, slot) : createJsScanner();
}

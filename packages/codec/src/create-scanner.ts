import { createScanner as createJsScanner } from './js/scanner.js';
import type { Scanner } from './scanner.js';
import { instance } from './wasm/instance.js';
import { WasmScanner } from './wasm/scanner.js';

/**
 * A scanner with an empty window. It works in WebAssembly; in plain JavaScript, with the same records, where WebAssembly
 * is forbidden or all its windows are in use. Call `release` when the line is closed.
 *
 * @example
 * const scanner = createScanner();
 * scanner.write(Uint8Array.of(0x01, 0x03, 0x02, 0x00, 0x05, 0x78, 0x47));
 * for (let i = 0, n = scanner.scan(rules, false); i < n; i++) {
 *   const [kind, offset, length] = scanner.records.subarray(3 * i, 3 * i + 3);
 *   if (kind === RecordKind.FRAME) console.log(scanner.window.subarray(offset, offset + length));
 * }
 */
export function createScanner(): Scanner {
  const core = instance();
  const slot = core?.slots.take();
  return core && slot !== undefined ? new WasmScanner(core, slot) : createJsScanner();
}

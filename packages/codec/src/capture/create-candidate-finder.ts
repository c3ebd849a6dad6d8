import type { CandidateFinder } from './candidate-finder.js';
import { createJsCandidateFinder } from './js/candidate-finder.js';
import { WasmCandidateFinder } from './wasm/candidate-finder.js';
import { captureInstance } from './wasm/instance.js';

/**
 * A finder at the beginning of a stream. It works in WebAssembly; in plain JavaScript, with the same candidates, where
 * WebAssembly is forbidden. There may be any number of them, and none needs to be released.
 *
 * @example
 * import { createCandidateFinder } from '@bus/codec/capture';
 *
 * const finder = createCandidateFinder();
 * const capture = Uint8Array.of(0xff, 0x01, 0x03, 0x02, 0x00, 0x05, 0x78, 0x47);
 * for (let from = 0; from < capture.length; ) {
 *   const taken = finder.write(capture, from);
 *   for (let i = 0; i < finder.count; i++) {
 *     const [end, length] = finder.records.subarray(2 * i, 2 * i + 2) as unknown as [number, number];
 *     console.log(`${length} bytes from ${from + end - length}`); // 7 bytes from 1
 *   }
 *   from += taken;
 * }
 */
export function createCandidateFinder(): CandidateFinder {
  const capture = captureInstance();
  return capture ? new WasmCandidateFinder(capture) : createJsCandidateFinder();
}

import type { CompiledModule } from '../core.js';
import { startCapture } from './wasm/instance.js';

/**
 * Starts the WebAssembly module of the capture scanner without holding up the page. A finder made afterwards uses it.
 * Calling this is needed only where nothing must be compiled synchronously, or where bytes must not be compiled at all:
 * then hand over the module that the platform compiled.
 *
 * @param module `@bus/codec/capture.wasm`, compiled. Ignored when the module runs already.
 * @returns whether it runs; where it cannot, plain JavaScript does the same work.
 * @throws {TypeError} when `module` is another module.
 * @example
 * import { createCandidateFinder, loadCapture } from '@bus/codec/capture';
 *
 * await loadCapture();
 * const finder = createCandidateFinder();
 */
export function loadCapture(module?: CompiledModule): Promise<boolean> {
  return startCapture(module as WebAssembly.Module | undefined);
}

import type { CompiledModule } from './core.js';
import { textModule } from './wasm/text-module.js';

/**
 * Starts the module that searches text and converts digits, unless it runs. Nobody needs to call this, with one
 * exception: where bytes must not be compiled, hand over the module that the platform compiled, behind `loadCore` and
 * before the first text is scanned.
 *
 * @param module `@bus/codec/text.wasm`, compiled. Ignored when the module runs already.
 * @returns whether it runs; otherwise everything works in plain JavaScript.
 * @throws {TypeError} when `module` is another module.
 * @example
 * import { loadText } from '@bus/codec';
 *
 * loadText(); // true, so that the first frame need not wait for it
 */
export function loadText(module?: CompiledModule): boolean {
  return textModule(module as WebAssembly.Module | undefined) !== undefined;
}

import type { CompiledModule } from '../../core.js';
import { CAPTURE_BASE64 } from './capture-base64.generated.js';
import { type CaptureInstance, startCapture } from './instance.js';

let running: CaptureInstance | undefined;
let forbidden = false;

/**
 * Starts the WebAssembly module of the capture scanner without holding up the page. A finder made afterwards uses it.
 * Calling this is needed only where large modules must not be compiled synchronously, or where bytes must not be
 * compiled at all: then hand over the module that the platform compiled.
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
export async function loadCapture(module?: CompiledModule): Promise<boolean> {
  if (running) return true;
  if (module) {
    running = startCapture(module as WebAssembly.Module);
    return true;
  }
  try {
    const compiled = await WebAssembly.compile(captureBytes());
    // Another call may have been faster: there must be one instance.
    running ??= startCapture(compiled);
  } catch {
    forbidden = true;
  }
  return running !== undefined;
}

/** The running module; started by the first call. `undefined` where WebAssembly is forbidden or lacks something. */
export function captureInstance(): CaptureInstance | undefined {
  if (running || forbidden) return running;
  try {
    running = startCapture(new WebAssembly.Module(captureBytes()));
  } catch {
    // A policy against compiling, no SIMD, no WebAssembly at all, no memory.
    forbidden = true;
  }
  return running;
}

function captureBytes(): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(CAPTURE_BASE64), character => character.charCodeAt(0));
}

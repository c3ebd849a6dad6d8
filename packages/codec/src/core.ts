import { crc16InMemory, instance, sum8InMemory } from './wasm/instance.js';

/**
 * The running WebAssembly module, for data that is in its memory already, such as a scanner's window: then a checksum
 * costs no copy. `at` is an offset in `memory`; `view.byteOffset` is one for a view on it. At least 15 bytes must be
 * left in the memory behind the data.
 */
export interface Core {
  /** The whole memory, a little over 4 MiB. It never grows, so the view stays good. Only the parts handed out may be written to. */
  readonly memory: Uint8Array;
  /** CRC-16/MODBUS of `length` bytes. */
  crc16(at: number, length: number): number;
  /** Two's complement of the sum of `length` bytes, 0..255. */
  lrc8(at: number, length: number): number;
  /** Sum of `length` bytes modulo 256. */
  sum8(at: number, length: number): number;
}

/**
 * A `WebAssembly.Module`. Its declaration has no members, and only the DOM library has it: naming it here would keep
 * projects without that library from compiling.
 */
export type CompiledModule = object;

let core: Core | undefined;

/**
 * Starts the WebAssembly module, or returns the one that runs. Nobody needs to call this, with one exception: where
 * bytes must not be compiled (some edge workers, a strict content security policy), hand over the module that the
 * platform compiled, before anything else of this package is used.
 *
 * @param module `@bus/codec/core.wasm`, compiled. Ignored when the module runs already.
 * @returns `undefined` where WebAssembly is forbidden; everything else of this package then works in plain JavaScript.
 * @throws {TypeError} when `module` is another module.
 * @example
 * import { createScanner, loadCore } from '@bus/codec';
 *
 * const scanner = createScanner();
 * const offset = scanner.reserve();
 * scanner.window.set([0x02, 0x07], offset);
 * loadCore()?.crc16(scanner.window.byteOffset + offset, 2); // 0x1241, and no byte was copied
 * scanner.release();
 */
export function loadCore(module?: CompiledModule): Core | undefined {
  if (core) return core;
  const running = instance(module as WebAssembly.Module | undefined);
  if (!running) return undefined;
  const { memory } = running;
  core = Object.freeze({
    memory,
    crc16: (at: number, length: number) => crc16InMemory(running, at, length, 0xffff),
    lrc8: (at: number, length: number) => -sum8InMemory(running, at, length) & 0xff,
    sum8: (at: number, length: number) => sum8InMemory(running, at, length),
  });
  return core;
}

import { moduleBytes } from '../../wasm/module-bytes.js';
import { CANDIDATES_PER_END, INPUT_AT, PIECE, RECORDS_AT, STATE_AT, STATE_SIZE } from '../layout.js';
import { CAPTURE_BYTES } from './capture-bytes.generated.js';

/** What `assembly/capture/index.ts` exports. */
interface CaptureExports {
  readonly memory: WebAssembly.Memory;
  prepare(): void;
  begin(): void;
  search(count: number): number;
}

/** The one running module. Its memory holds the state of one finder, that of its latest user. */
export interface CaptureInstance {
  readonly exports: CaptureExports;
  readonly input: Uint8Array;
  readonly records: Uint16Array;
  readonly state: Uint8Array;
  /** Whose state is in the memory. */
  user: StateOwner | undefined;
}

/** A finder that has lent its state to the memory. */
export interface StateOwner {
  /** Takes its state back, before another finder's is put there. */
  leave(): void;
}

let running: CaptureInstance | undefined;
let forbidden = false;

/** The running module; started by the first call. `undefined` where WebAssembly is forbidden or lacks something. */
export function captureInstance(): CaptureInstance | undefined {
  if (running || forbidden) return running;
  try {
    running = start(new WebAssembly.Module(moduleBytes(CAPTURE_BYTES)));
  } catch {
    // A policy against compiling, no SIMD, no WebAssembly at all, no memory.
    forbidden = true;
  }
  return running;
}

/**
 * Starts the module without compiling synchronously.
 *
 * @returns whether it runs.
 * @throws {TypeError} when `module` is another module.
 */
export async function startCapture(module?: WebAssembly.Module): Promise<boolean> {
  if (running) return true;
  if (module) {
    running = start(module);
    return true;
  }
  try {
    const compiled = await WebAssembly.compile(moduleBytes(CAPTURE_BYTES));
    // Another call may have been faster: there must be one instance.
    running ??= start(compiled);
  } catch {
    forbidden = true;
  }
  return running !== undefined;
}

function start(module: WebAssembly.Module): CaptureInstance {
  const exports = new WebAssembly.Instance(module).exports as unknown as CaptureExports;
  if (!(exports.memory instanceof WebAssembly.Memory) || typeof exports.search !== 'function') {
    throw new TypeError('this is not the capture module of @bus/codec');
  }
  if (new Uint8Array(Uint16Array.of(1).buffer)[0] !== 1) {
    throw new Error('views on WebAssembly memory need a little-endian machine');
  }
  exports.prepare();
  const { buffer } = exports.memory;
  return {
    exports,
    input: new Uint8Array(buffer, INPUT_AT, PIECE),
    records: new Uint16Array(buffer, RECORDS_AT, 2 * CANDIDATES_PER_END * PIECE),
    state: new Uint8Array(buffer, STATE_AT, STATE_SIZE),
    user: undefined,
  };
}

import { CORE_BASE64 } from './core-base64.generated.js';
import { RuleStore } from './rule-store.js';
import { SequenceStore } from './sequence-store.js';
import { SlotPool } from './slot-pool.js';

/** What `assembly/index.ts` exports. Addresses are byte offsets in the memory. */
interface CoreExports {
  readonly memory: WebAssembly.Memory;
  crc16(at: number, length: number, crc: number): number;
  sum8(at: number, length: number): number;
  scan(slotAt: number, rulesAt: number, silent: number): number;
}

/** The one running module, and who owns which part of its memory. */
export interface Instance {
  readonly exports: CoreExports;
  /** The whole memory. It never grows, so the view stays good. */
  readonly memory: Uint8Array;
  readonly slots: SlotPool;
  readonly rules: RuleStore;
  readonly sequence: SequenceStore;
}

/** One for all scanners: with an instance each, every call into WASM would be twice as slow. */
let running: Instance | undefined;
let forbidden = false;

/**
 * The running module; started by the first call.
 *
 * @param module the compiled module, where bytes must not be compiled.
 * @returns `undefined` where WebAssembly is forbidden or lacks something that the module needs.
 */
export function instance(module?: WebAssembly.Module): Instance | undefined {
  if (running) return running;
  if (module) {
    running = start(module);
    return running;
  }
  if (forbidden) return undefined;
  try {
    running = start(new WebAssembly.Module(decodeBase64(CORE_BASE64)));
  } catch {
    // A policy against compiling, no SIMD, no WebAssembly at all, no memory: plain JavaScript does the same work.
    forbidden = true;
  }
  return running;
}

function start(module: WebAssembly.Module): Instance {
  const exports = new WebAssembly.Instance(module).exports as unknown as CoreExports;
  if (!(exports.memory instanceof WebAssembly.Memory) || typeof exports.scan !== 'function') {
    throw new TypeError('this is not the core module of @bus/codec');
  }
  const memory = new Uint8Array(exports.memory.buffer);
  if (new Uint8Array(Uint16Array.of(1).buffer)[0] !== 1) {
    throw new Error('views on WebAssembly memory need a little-endian machine');
  }
  return { exports, memory, slots: new SlotPool(), rules: new RuleStore(memory), sequence: new SequenceStore(memory) };
}

function decodeBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), character => character.charCodeAt(0));
}

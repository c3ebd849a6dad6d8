import { sum8Unchecked } from '../js/sums.js';
import { CORE_BYTES } from './core-bytes.generated.js';
import { LONG_BYTES } from './long-bytes.generated.js';
import { moduleBytes } from './module-bytes.js';
import { RuleStore } from './rule-store.js';
import { SequenceStore } from './sequence-store.js';
import { SlotPool } from './slot-pool.js';

/** What `assembly/index.ts` exports. Addresses are byte offsets in the memory. */
interface CoreExports {
  readonly memory: WebAssembly.Memory;
  crc16(at: number, length: number, crc: number): number;
  scan(slotAt: number, rulesAt: number, silent: number): number;
}

/** What `assembly/long/index.ts` exports. */
interface LongExports {
  crc16Long(at: number, length: number, crc: number): number;
  sum8(at: number, length: number): number;
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
    running = start(new WebAssembly.Module(moduleBytes(CORE_BYTES)));
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
  return {
    exports,
    memory,
    slots: new SlotPool(),
    rules: new RuleStore(memory),
    sequence: new SequenceStore(memory),
  };
}

/**
 * CRC-16 of bytes in the memory of the running module, as fast as their number allows.
 *
 * @param crc that of the bytes in front of them, 0xFFFF when there are none.
 */
export function crc16InMemory(core: Instance, at: number, length: number, crc: number): number {
  if (length < LONG) return core.exports.crc16(at, length, crc);
  crc16Long ??= startLong(core).crc16Long;
  return crc16Long(at, length, crc);
}

/** Sum modulo 256 of bytes in the memory of the running module. */
export function sum8InMemory(core: Instance, at: number, length: number): number {
  sum8 ??= startLong(core).sum8;
  return sum8(at, length);
}

/** From this length on the second module is faster, by measurement. */
const LONG = 112;
let long: LongExports | undefined;
// Taken out of it, because every call would have to look there.
let crc16Long: LongExports['crc16Long'] | undefined;
let sum8: LongExports['sum8'] | undefined;

/** Without the second module, where it may not be compiled, everything is right as well, but slower. */
function startLong({ exports, memory }: Instance): LongExports {
  if (long) return long;
  try {
    const module = new WebAssembly.Module(moduleBytes(LONG_BYTES));
    const imports = { env: { memory: exports.memory } };
    long = new WebAssembly.Instance(module, imports).exports as unknown as LongExports;
  } catch {
    long = {
      crc16Long: exports.crc16,
      sum8: (at, length) => sum8Unchecked(memory, at, at + length),
    };
  }
  return long;
}

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
  sum8(at: number, length: number): number;
  scan(slotAt: number, rulesAt: number, silent: number): number;
}

/** What `assembly/long/index.ts` exports. */
type LongChecksum = CoreExports['crc16'];

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
  long ??= startLong(core);
  return long(at, length, crc);
}

/** From this length on the second module is faster, by measurement. */
const LONG = 160;
let long: LongChecksum | undefined;

/** The core's own function where no second module may be compiled: right for every length, but slower. */
function startLong({ exports }: Instance): LongChecksum {
  try {
    const module = new WebAssembly.Module(moduleBytes(LONG_BYTES));
    const imports = { env: { memory: exports.memory } };
    return new WebAssembly.Instance(module, imports).exports['crc16Long'] as LongChecksum;
  } catch {
    return exports.crc16;
  }
}

import { writeHexUnchecked } from '../js/hex-codec.js';
import { MASKS_AT, NUMBERS_AT, PAIRS_AT, TEXT_STEP } from '../text-layout.js';
import { type Instance, instance } from './instance.js';
import { moduleBytes } from './module-bytes.js';
import { TEXT_BYTES } from './text-bytes.generated.js';
import { TextRuleStore } from './text-rule-store.js';

/** What `assembly/text/index.ts` exports. Addresses are byte offsets in the core's memory. */
interface TextExports {
  search(slotAt: number, rulesAt: number, silent: number): number;
  decodeHex(from: number, count: number, to: number): number;
  encodeHex(from: number, count: number, to: number): void;
}

/** The running module for text. */
export interface TextModule {
  readonly exports: TextExports;
  /** The core's memory, in which the windows lie. */
  readonly memory: Uint8Array;
  readonly rules: TextRuleStore;
}

let running: TextModule | undefined;
let forbidden = false;

/**
 * The running module for text; the first call starts it, and the core, whose memory it works in.
 *
 * @param module the compiled module, where bytes must not be compiled.
 * @returns `undefined` where WebAssembly is forbidden or lacks something that the modules need.
 */
export function textModule(module?: WebAssembly.Module): TextModule | undefined {
  if (running) return running;
  if (forbidden && !module) return undefined;
  const core = instance();
  if (!core) return undefined;
  if (module) {
    running = start(core, module);
    return running;
  }
  try {
    running = start(core, new WebAssembly.Module(moduleBytes(TEXT_BYTES)));
  } catch {
    // The same reasons as for the core, or a core that the platform compiled: plain JavaScript does the same work.
    forbidden = true;
  }
  return running;
}

function start({ exports: { memory }, memory: bytes }: Instance, module: WebAssembly.Module): TextModule {
  const exports = new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as TextExports;
  if (typeof exports.search !== 'function' || typeof exports.decodeHex !== 'function') {
    throw new TypeError('this is not the text module of @bus/codec');
  }
  const numbers = bytes.subarray(NUMBERS_AT, NUMBERS_AT + 256);
  numbers.set(Uint8Array.from({ length: 256 }, (_, number) => number));
  writeHexUnchecked(bytes, PAIRS_AT, numbers, 0, 256);
  bytes.fill(0xff, MASKS_AT, MASKS_AT + TEXT_STEP);
  return { exports, memory: bytes, rules: new TextRuleStore(bytes) };
}

import {
  createScanner,
  type Expectation,
  type FrameRules,
  MAX_RECORDS,
  RecordKind,
  type Scanner,
  type ScanRules,
  WINDOW_SIZE,
} from '@bus/codec';
import { createScanner as createJsScanner } from '@bus/codec/js';
import { must, same } from './oracle.js';

/** How a scanner is asked: framings do more than hand over rules. */
export type Scan = (scanner: Scanner, silent: boolean) => number;

export const byRules =
  (rules: ScanRules | FrameRules): Scan =>
  (scanner, silent) =>
    scanner.scan(rules, silent);

type Found = readonly [kind: number, at: number, bytes: string];

/** Everything that a scanner says of some bytes; checks that it says each byte once and in order. */
function hear(
  scanner: Scanner,
  scan: Scan,
  chunks: Iterable<Uint8Array>,
  expected: readonly Expectation[],
): Found[] {
  scanner.clear();
  scanner.expect(expected);
  const found: Found[] = [];
  let arrived = 0;
  let told = 0;
  const look = (silent: boolean): void => {
    for (let count = MAX_RECORDS; count === MAX_RECORDS; ) {
      count = scan(scanner, silent);
      for (let index = 0; index < count; index += 1) {
        const [kind = -1, offset = 0, length = 0] = scanner.records.subarray(3 * index, 3 * index + 3);
        const at = arrived - scanner.end + offset;
        must(at === told, () => `a record begins at ${at}, and the one before it ended at ${told}`);
        told = at + length;
        found.push([kind, at, scanner.window.subarray(offset, offset + length).join()]);
        if (kind === RecordKind.BROKEN) return;
      }
    }
  };
  for (const chunk of chunks) {
    for (let at = 0; at < chunk.length; ) {
      const taken = scanner.write(chunk, at);
      must(taken > 0, 'the window is full');
      at += taken;
      arrived += taken;
      look(false);
      if (found.at(-1)?.[0] === RecordKind.BROKEN) return found;
      must(scanner.end - scanner.start <= WINDOW_SIZE / 2, 'too much stays unread');
    }
  }
  look(true);
  // Where frames say their lengths, silence ends nothing.
  const unread = scanner.end - scanner.start;
  if (found.at(-1)?.[0] !== RecordKind.BROKEN)
    must(told + unread === arrived, () => `${arrived - told - unread} bytes were not accounted for`);
  return found;
}

const frames = (found: readonly Found[]): Found[] => found.filter(([kind]) => kind === RecordKind.FRAME);

const wasm = createScanner();
const js = createJsScanner();

/** Both scanners say the same of the same chunks, and find the same frames however the bytes are cut. */
export function compareTwins(
  scan: Scan,
  bytes: Uint8Array,
  cut: (bytes: Uint8Array) => Iterable<Uint8Array>,
  expected: readonly Expectation[] = [],
): void {
  const whole = hear(js, scan, [bytes], expected);
  same(hear(wasm, scan, [bytes], expected), whole, 'WebAssembly and JavaScript differ');
  const parts = hear(js, scan, cut(bytes), expected);
  same(hear(wasm, scan, cut(bytes), expected), parts, 'WebAssembly and JavaScript differ on chunks');
  same(frames(parts), frames(whole), 'the chunks make a difference');
}

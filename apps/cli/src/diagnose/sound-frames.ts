import { createScanner, MAX_RECORDS, RecordKind } from '@bus/codec';
import type { Framing } from '@bus/line';

/** Which protocols sound frames were found of. */
export type SoundFraming = 'rtu' | 'ascii' | 'dcon' | 'dcon+checksum';

export interface SoundFrames {
  readonly framing: SoundFraming;
  readonly frames: readonly Uint8Array[];
  /** How many bytes they have together. */
  readonly bytes: number;
  /** Chance that noise of this length holds such frames is negligible. */
  readonly certain: boolean;
}

/**
 * The frames in what was overheard, of whichever protocol has the most bytes in them; undefined when there are none.
 * DCON without a checksum counts only when nothing else is there, since any line of text that begins with a DCON
 * character would pass for it.
 */
export async function soundFrames(heard: Uint8Array): Promise<SoundFrames | undefined> {
  const { asciiFraming, rtuFraming } = await import('@bus/modbus');
  const { dconFraming } = await import('@bus/dcon');
  const found = [
    ['rtu', framesOf(heard, rtuFraming)],
    ['ascii', framesOf(heard, asciiFraming())],
    ['dcon+checksum', dconFrames(heard, dconFraming({ checksum: true }))],
    ['dcon', dconFrames(heard, dconFraming({ checksum: false }))],
  ] as const;
  const all = found.map(([framing, frames]): SoundFrames => {
    const bytes = frames.reduce((sum, { length }) => sum + length, 0);
    return { framing, frames, bytes, certain: frames.length > 1 && framing !== 'dcon' };
  });
  const best = all.toSorted((a, b) => b.bytes - a.bytes)[0]!;
  return best.frames.length === 0 ? undefined : best;
}

/** The frames that a framing finds in bytes, by its own rules. */
export function framesOf(heard: Uint8Array, framing: Framing): Uint8Array[] {
  const scanner = createScanner();
  const frames: Uint8Array[] = [];
  const scan = (silent: boolean) => {
    let count: number;
    do {
      count = framing.scan(scanner, silent);
      for (let index = 0; index < count * 3; index += 3) {
        const [kind, offset, length] = scanner.records.subarray(index, index + 3);
        if (kind === RecordKind.FRAME) frames.push(scanner.window.slice(offset!, offset! + length!));
      }
    } while (count === MAX_RECORDS);
  };
  for (let at = 0; at < heard.length; ) {
    at += scanner.write(heard, at);
    scan(false);
  }
  scan(true);
  scanner.release();
  return frames;
}

function dconFrames(
  heard: Uint8Array,
  framing: Framing & { unwrap(frame: Uint8Array): string | undefined },
): Uint8Array[] {
  return framesOf(heard, framing).filter(frame => {
    const text = framing.unwrap(frame);
    return text !== undefined && /^[#$%@~!>?][ -~]*$/.test(text);
  });
}

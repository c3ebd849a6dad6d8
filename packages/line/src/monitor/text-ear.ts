import type { Ear, Overheard } from './overheard.js';

/** A frame that was found in a run of text. */
export type FoundInText = Omit<Overheard, 'offset' | 'bytes'> & {
  /** Characters of the run in front of it. */
  readonly from: number;
};

export interface TextEarOptions {
  /** The character that ends a frame. */
  readonly end: number;
  /** Characters of the longest frame; it cannot be found in a longer run. */
  readonly longest: number;
  /** The frame at the end of a run of printable characters and the one that ends frames. */
  judge(run: Uint8Array): FoundInText | undefined;
}

const CR = 0x0d;
const isText = (byte: number): boolean => (byte >= 0x20 && byte < 0x7f) || byte === CR;

/** Finds frames of text that end with a certain character: whatever is not printable interrupts them. */
export function textEar({ end, longest, judge }: TextEarOptions): Ear {
  let position = 0;
  let run: number[] = [];
  const take = (byte: number): Overheard[] => {
    position += 1;
    run.push(byte);
    if (byte === end) {
      const bytes = Uint8Array.from(run);
      run = [];
      const found = judge(bytes);
      if (found === undefined) return [];
      const { from, ...frame } = found;
      return [{ ...frame, offset: position - bytes.length + from, bytes: bytes.slice(from) }];
    }
    if (!isText(byte)) run = [];
    else if (run.length > longest) run.shift();
    return [];
  };
  return {
    get settled() {
      return position - run.length;
    },
    hear: chunk => Array.from(chunk).flatMap(take),
    silent() {
      // Text may be typed by hand, but no device pauses inside a frame.
      run = [];
      return [];
    },
  };
}

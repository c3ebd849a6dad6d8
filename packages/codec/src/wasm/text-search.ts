import type { DelimitedSpec } from '../delimited.js';
import type { SearchSpace } from '../search.js';
import {
  CHECKSUM_LRC,
  CHECKSUM_NONE,
  CHECKSUM_SUM,
  TEXT_ANY,
  TEXT_CHECKSUM,
  TEXT_END,
  TEXT_END_LENGTH,
  TEXT_END_MASK,
  TEXT_END_PAIR,
  TEXT_HAS_STARTS,
  TEXT_LAST_END,
  TEXT_LENGTH_MAX,
  TEXT_OTHER_START,
  TEXT_START,
  TEXT_STARTS_MAX,
  TEXT_WORDS,
} from '../text-layout.js';
import { type TextModule, textModule } from './text-module.js';

const CHECKSUMS = { none: CHECKSUM_NONE, 'lrc-hex': CHECKSUM_LRC, 'sum8-hex': CHECKSUM_SUM };

/** The search in WebAssembly for the frames of one description, in windows that lie in its memory. */
export class TextSearch {
  private readonly search: TextModule['exports']['search'];
  private readonly rulesAt: number;

  private constructor(module: TextModule, rulesAt: number) {
    this.search = module.exports.search;
    this.rulesAt = rulesAt;
  }

  /** `undefined` where there is no WebAssembly, for more than two start characters, and where deviations are put up with. */
  static for(spec: DelimitedSpec): TextSearch | undefined {
    const { lowerCase, missingCr, blanks } = spec.lenient ?? {};
    if (lowerCase || missingCr || blanks || spec.starts.length > TEXT_STARTS_MAX) return undefined;
    const module = textModule();
    const rulesAt = module?.rules.place(tableOf(spec));
    return module && rulesAt !== undefined ? new TextSearch(module, rulesAt) : undefined;
  }

  run({ slot }: SearchSpace, silent: boolean): number {
    return this.search(slot, this.rulesAt, silent ? 1 : 0);
  }
}

/** The description as `text-layout.ts` lays it out. */
function tableOf({ starts, end, lengthMax, checksum, digits }: DelimitedSpec): Int32Array {
  const table = new Int32Array(TEXT_WORDS);
  const [first = end[0]!, other = first] = starts;
  table[TEXT_LENGTH_MAX] = lengthMax;
  table[TEXT_HAS_STARTS] = starts.length > 0 ? 1 : 0;
  table[TEXT_START] = first;
  table[TEXT_OTHER_START] = other;
  table[TEXT_END_LENGTH] = end.length;
  table[TEXT_END] = end[0]!;
  table[TEXT_LAST_END] = end[end.length - 1]!;
  table[TEXT_END_PAIR] = end[0]! | ((end[1] ?? 0) << 8);
  table[TEXT_END_MASK] = end.length === 1 ? 0xff : 0xffff;
  table[TEXT_CHECKSUM] = CHECKSUMS[checksum];
  table[TEXT_ANY] = digits === 'any' ? 1 : 0;
  return table;
}

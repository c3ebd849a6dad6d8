import type { DelimitedSpec } from './delimited.js';
import { hexValue, isBlank, upperCase } from './hex.js';
import {
  STATE_ASTRAY,
  STATE_BOUNDARY,
  STATE_END,
  STATE_LOOKED,
  STATE_MATCHED,
  STATE_START,
} from './layout.js';
import { RecordKind } from './scanner.js';
import type { SearchSpace } from './search.js';
import { hasGoodLrc, hasGoodSum } from './text-checksum.js';

/** What a character may be to a frame. */
const FOREIGN = 0;
const CONTENT = 1;
const START = 2;

/**
 * The search for the frames of one description. All that it remembers of a line stands in the line's state: MATCHED is
 * how many characters of the delimiter were just there; ASTRAY says that everything up to the next delimiter is noise,
 * which is needed only where no character marks a start.
 */
export class DelimitedSearch {
  private readonly spec: DelimitedSpec;
  private readonly roles = new Uint8Array(256);
  /** 1 for content that is no part of the delimiter. */
  private readonly plain = new Uint8Array(256);

  constructor(spec: DelimitedSpec) {
    this.spec = spec;
    for (let byte = 0; byte < 256; byte++) if (isContent(spec, byte)) this.roles[byte] = CONTENT;
    for (const byte of spec.starts) this.roles[byte] = START;
    this.roles.forEach((role, byte) => {
      if (role === CONTENT && !spec.end.includes(byte)) this.plain[byte] = 1;
    });
  }

  run(space: SearchSpace, silent: boolean): number {
    const { state, list } = space;
    const end = state[STATE_END]!;
    list.begin(state[STATE_START]!);
    while (state[STATE_LOOKED]! < end && !list.isFull) {
      if (this.toEvent(space, end)) this.look(space, state[STATE_LOOKED]!);
    }
    if (silent && !list.isFull) {
      drop(space, end);
      state[STATE_ASTRAY] = 0;
      state[STATE_BOUNDARY] = end;
    }
    list.endNoise(state[STATE_START]!);
    return list.count;
  }

  /** Passes over what cannot decide anything. False when nothing is left to look at. */
  protected toEvent(space: SearchSpace, end: number): boolean {
    const { state, window } = space;
    const { starts, digits, lengthMax } = this.spec;
    const start = state[STATE_START]!;
    const looked = state[STATE_LOOKED]!;
    const astray = state[STATE_ASTRAY]!;
    let at = looked;
    if (starts.length > 0 && start === looked) {
      const { roles } = this;
      while (at < end && roles[window[at]!] !== START) at++;
      drop(space, at);
    } else if (this.matchedBefore(state, at) === 0 || digits === 'any') {
      const { plain } = this;
      // The last character that a frame has room for decides whether it is one.
      const stop = astray ? end : Math.min(end, start + lengthMax - 1);
      while (at < stop && plain[window[at]!] === 1) at++;
      if (at === looked) return true;
      state[STATE_MATCHED] = 0;
      state[STATE_LOOKED] = at;
      if (astray) state[STATE_START] = at;
    }
    return at < end;
  }

  /** How many characters of the delimiter stand before `at`. Nothing in front of a frame counts. */
  private matchedBefore(state: Int32Array, at: number): number {
    return state[STATE_START] === at && !state[STATE_ASTRAY] ? 0 : state[STATE_MATCHED]!;
  }

  /** Takes the next character into account. */
  private look(space: SearchSpace, at: number): void {
    const { state, window } = space;
    const { starts, end, lengthMax } = this.spec;
    const byte = window[at]!;
    const role = this.roles[byte]!;
    if (role === START) {
      drop(space, at);
      state[STATE_LOOKED] = at + 1;
      return;
    }
    const start = state[STATE_START]!;
    if (start === at && starts.length > 0) {
      drop(space, at + 1);
      return;
    }
    const before = this.matchedBefore(state, at);
    const matched = this.delimiterAt(byte, before);
    if (matched === end.length) this.finish(space, at, byte === end[before] ? end.length : 1);
    else if (state[STATE_ASTRAY]) this.pass(space, at, matched);
    else if (this.isOut(role, matched, before) || at + 1 - start >= lengthMax) {
      state[STATE_ASTRAY] = starts.length > 0 ? 0 : 1;
      this.pass(space, at, starts.length > 0 ? 0 : matched);
    } else {
      state[STATE_MATCHED] = matched;
      state[STATE_LOOKED] = at + 1;
    }
  }

  /** How many characters of the delimiter are there with `byte`, when `before` of them were there without it. */
  private delimiterAt(byte: number, before: number): number {
    const { end, lenient } = this.spec;
    if (byte === end[before]) return before + 1;
    if (lenient?.missingCr && byte === end[end.length - 1]) return end.length;
    return byte === end[0] ? 1 : 0;
  }

  /** Whether a character cannot be in a frame: it is none of the content, or it tears the delimiter apart. */
  private isOut(role: number, matched: number, before: number): boolean {
    if (this.spec.digits === 'any') return false;
    return matched === 0 ? role === FOREIGN || before > 0 : matched <= before;
  }

  /** Passes over a character that is noise. */
  private pass(space: SearchSpace, at: number, matched: number): void {
    drop(space, at + 1);
    space.state[STATE_MATCHED] = matched;
  }

  /** The delimiter is complete with the character at `at`. */
  private finish(space: SearchSpace, at: number, delimiter: number): void {
    const { state, list } = space;
    const start = state[STATE_START]!;
    if (state[STATE_ASTRAY]) state[STATE_ASTRAY] = 0;
    else if (this.isSound(space, start, at + 1 - delimiter)) {
      list.endNoise(start);
      // When only the noise fits, the character is looked at again by the next scan.
      if (list.isFull) return;
      list.pushPiece(RecordKind.FRAME, start, at + 1 - start);
      state[STATE_BOUNDARY] = at + 1;
    } else if (this.isAwaited(space, start, at + 1)) list.markDamaged();
    drop(space, at + 1);
  }

  /** Whether the frame that starts at `start`, with its delimiter at `end`, passes its test. */
  private isSound({ window }: SearchSpace, start: number, end: number): boolean {
    const { starts, checksum, lenient } = this.spec;
    const content = starts.length > 0 ? start + 1 : start;
    if (end <= content) return false;
    if (checksum === 'lrc-hex') return hasGoodLrc(window, content, end);
    return checksum === 'none' || hasGoodSum(window, start, end, lenient?.lowerCase === true);
  }

  private isAwaited({ window, expected }: SearchSpace, start: number, end: number): boolean {
    return expected.some(({ head }) => this.startsWith(window, start, end, head));
  }

  private startsWith(bytes: Uint8Array, start: number, end: number, head: Uint8Array): boolean {
    const { digits, lenient } = this.spec;
    let matched = 0;
    for (let i = start; i < end && matched < head.length; i++) {
      if (lenient?.blanks && digits === 'hex' && isBlank(bytes[i]!)) continue;
      const [a, b] = [bytes[i]!, head[matched++]!];
      if (a !== b && !(lenient?.lowerCase && upperCase(a) === upperCase(b))) return false;
    }
    return matched === head.length;
  }
}

function isContent({ digits, lenient }: DelimitedSpec, byte: number): boolean {
  if (digits === 'any') return true;
  if (isBlank(byte)) return lenient?.blanks === true;
  return hexValue(byte) >= 0 && (lenient?.lowerCase === true || upperCase(byte) === byte);
}

/** Nothing before `to` is part of a frame any more. */
function drop({ state }: SearchSpace, to: number): void {
  state[STATE_START] = to;
  state[STATE_LOOKED] = to;
  state[STATE_MATCHED] = 0;
}

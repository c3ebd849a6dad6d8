import { compileDelimited, type DelimitedRules, RecordKind, type Scanner } from '@bus/codec';
import { type Framing, UsageError } from '@bus/line';
import { addressOf, describeText } from './describe.js';
import { textOf, withoutChecksum } from './wire/frame-text.js';
import { CR, isAnswerLead } from './wire/leads.js';

export interface DconFramingOptions {
  /** Whether frames carry a checksum. */
  checksum: boolean;
  /** Milliseconds of silence before a request on a serial line; 2 by default. No source says what modules need. */
  gap?: number;
}

/** The framing of one checksum setting. */
export interface DconFraming extends Framing {
  readonly checksum: boolean;
  /** The text of a frame, without noise in front, checksum and carriage return. Undefined when it has none. */
  unwrap(frame: Uint8Array): string | undefined;
}

/** The longest answer in these families has 144 characters; more than this without an end is no frame. */
const MAX_LENGTH = 256;
/** Milliseconds that the vendor's library waits for an answer; no module pauses as long inside one. */
const SERIAL_SILENCE = 100;
/** A network may hold the rest of an answer back for longer. */
const NETWORK_SILENCE = 500;

/**
 * DCON: characters up to a carriage return.
 *
 *     lead  [AA]  command or data  [checksum]  CR          checksum: sum of the characters before it, two digits
 *
 * A frame begins at its last lead (`# $ % @ ~` for requests, `! > ?` for answers). With `checksum`, an answer whose
 * checksum is wrong or missing is a damaged answer: every call that awaits one learns that it came. Which answers are
 * awaited makes no difference, because many carry neither address nor anything else to know them by.
 *
 * @throws {UsageError} the gap is no number of milliseconds.
 *
 * @example
 * const framing = dconFraming({ checksum: true });
 */
export function dconFraming({ checksum, gap = 2 }: DconFramingOptions): DconFraming {
  if (!(gap >= 0)) throw new UsageError(`gap must be 0 or more milliseconds, not ${gap}`);
  const unwrap = (frame: Uint8Array): string | undefined => {
    const text = textOf(frame)?.text;
    return checksum && text !== undefined ? withoutChecksum(text) : text;
  };
  return {
    name: checksum ? 'dcon+checksum' : 'dcon',
    checksum,
    // Without a checksum, two bytes of a late Modbus answer could pass for `>` and a carriage return.
    unchecked: !checksum,
    unwrap,
    gap: ({ characterTime }) => (characterTime > 0 ? gap : 0),
    silence: ({ characterTime }) => (characterTime > 0 ? SERIAL_SILENCE : NETWORK_SILENCE),
    scan(scanner, silent) {
      const count = scanner.scan(delimited(), silent);
      if (checksum) markDamaged(scanner, count);
      return count;
    },
    describe(frame) {
      const text = unwrap(frame);
      return text === undefined ? 'no DCON frame' : describeText(text);
    },
    unitOf(frame) {
      const text = unwrap(frame);
      return text === undefined ? undefined : addressOf(text);
    },
  };
}

let rules: DelimitedRules | undefined;

/**
 * Leads are not given to the scanner as starts: it takes a start without content, such as the answer `>`, for noise.
 */
function delimited(): DelimitedRules {
  rules ??= compileDelimited({
    starts: [],
    end: Uint8Array.of(CR),
    lengthMax: MAX_LENGTH,
    checksum: 'none',
    digits: 'any',
  });
  return rules;
}

/** Takes back what the scanner called frames without looking at their checksums. */
function markDamaged({ window, records }: Scanner, count: number): void {
  for (let index = 0; index < 3 * count; index += 3) {
    if (records[index] !== RecordKind.FRAME) continue;
    const offset = records[index + 1]!;
    const found = textOf(window.subarray(offset, offset + records[index + 2]!));
    if (found !== undefined && withoutChecksum(found.text) !== undefined) continue;
    const damaged = found !== undefined && isAnswerLead(found.text.slice(0, 1));
    records[index] = damaged ? RecordKind.DAMAGED : RecordKind.NOISE;
  }
}

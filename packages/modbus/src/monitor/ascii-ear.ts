import { type Ear, textEar } from '@bus/line/monitor';
import { isSame } from '../dissect/is-plausible.js';
import { type AsciiOptions, asciiFraming } from '../framing/ascii.js';
import { overheardModbus } from './overheard-modbus.js';

const LF = 0x0a;
const LONGEST = 513;
/** Unit, function and LRC: `:`, six digits, CR, LF. */
const SHORTEST = 9;
/** Bits that a character says that is a digit where any byte could be, and what start, end and LRC say. */
const DIGIT = 4;
const AROUND = 32;

/** Finds Modbus ASCII frames. They hardly ever come about by chance. */
export function asciiEar(options: Pick<AsciiOptions, 'responseStart'> = {}): Ear {
  const framing = asciiFraming(options);
  const starts = [':', options.responseStart ?? ':'].map(start => start.charCodeAt(0));
  return textEar({
    end: LF,
    longest: LONGEST,
    judge(run) {
      const from = run.findLastIndex(byte => starts.includes(byte));
      const frame = run.subarray(from);
      if (from < 0 || frame.length < SHORTEST) return undefined;
      const { unit, pdu } = framing.unwrap(frame);
      const wrap = frame[0] === starts[0] ? framing.wrap(unit, pdu) : framing.respond(frame, unit, pdu);
      if (!isSame(wrap, frame)) return undefined;
      return { ...overheardModbus(framing, frame.slice(), AROUND + DIGIT * frame.length), from };
    },
  });
}

import type { Ear, Overheard } from '@bus/line/monitor';
import { CommandParser, type Parsed } from '../command-parser.js';
import { ANSWER_LENGTH, complement, type DrioCommand, encodeCommand } from '../drio-command.js';
import { DRIO_UNIT, drioFraming } from '../drio-framing.js';
import { KNOWN_BITS } from '../drio-state.js';

/** Bits of evidence: three characters of a command, less what it takes to believe in one. */
const COMMAND = 24 - 8;
/** A byte of which five bits are 0, right behind a question; and its complement. */
const ANSWER = 5;
const COMPLEMENT = 8;

const framings = { normal: drioFraming({ mode: 'normal' }), harsh: drioFraming({ mode: 'harsh' }) } as const;

/**
 * Finds the commands of a 232DRIO and its answers. An answer has nothing to know it by: it is what stands directly behind
 * a question and can be one.
 */
export function drioEar(): Ear {
  const parser = new CommandParser();
  let position = 0;
  /** Bytes that may be the beginning of a command, or of the answer to `asked`. */
  let held: number[] = [];
  let asked: DrioCommand | undefined;
  const take = (byte: number): Overheard[] => {
    position += 1;
    held.push(byte);
    const answer = asked && answerIn(asked, held);
    if (answer === 'unfinished') return [];
    asked = undefined;
    if (answer !== undefined) return [at(position, answer, held.splice(0))];
    const parsed = parser.take(byte);
    if (parsed === undefined) {
      held = held.slice(-parser.length);
      if (parser.length === 0) held = [];
      return [];
    }
    return commandFrame(parsed);
  };
  const commandFrame = (parsed: Parsed): Overheard[] => {
    held = [];
    if (parsed.kind === 'damaged') return [];
    const bytes = encodeCommand(parsed);
    asked = parsed.kind === 'read' ? parsed : undefined;
    return [at(position, overheardCommand(parsed), [...bytes])];
  };
  return {
    get settled() {
      return position - held.length;
    },
    hear: chunk => Array.from(chunk).flatMap(take),
    silent() {
      held = [];
      asked = undefined;
      parser.reset();
      return [];
    },
  };
}

const at = (position: number, frame: Omit<Overheard, 'offset' | 'bytes'>, bytes: number[]): Overheard => ({
  ...frame,
  offset: position - bytes.length,
  bytes: Uint8Array.from(bytes),
});

type Judged = Omit<Overheard, 'offset' | 'bytes'>;

/** What the bytes behind a question are: an answer, perhaps the beginning of one, or none. */
function answerIn({ mode }: DrioCommand, bytes: readonly number[]): Judged | 'unfinished' | undefined {
  const [data, inverse] = bytes;
  if (data === undefined || data > KNOWN_BITS) return undefined;
  if (bytes.length < ANSWER_LENGTH[mode]) return 'unfinished';
  if (mode === 'harsh' && inverse !== complement(data)) return undefined;
  return {
    ...shared(mode),
    side: 'response',
    evidence: ANSWER + (mode === 'harsh' ? COMPLEMENT : 0),
    unanswered: false,
    relation: () => 'other',
  };
}

function overheardCommand({ kind, mode }: DrioCommand): Judged {
  return {
    ...shared(mode),
    side: 'request',
    evidence: COMMAND,
    unanswered: kind === 'set',
    relation: other =>
      kind === 'read' && other.side === 'response' && other.framing === framings[mode] ? 'answer' : 'other',
  };
}

const shared = (mode: DrioCommand['mode']) => ({
  framing: framings[mode],
  unit: DRIO_UNIT,
  refusal: undefined,
  answerBegins: () => false,
});

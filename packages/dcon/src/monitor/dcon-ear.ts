import { type Ear, type FoundInText, type Overheard, type Relation, textEar } from '@bus/line/monitor';
import { BROADCASTS } from '../commands/broadcast.js';
import { allCommands } from '../commands/index.js';
import { addressOf } from '../describe.js';
import { type DconFraming, dconFraming } from '../framing.js';
import { type AnyCommand, decodeAny, kindOf } from '../wire/command.js';
import { textOf, withoutChecksum } from '../wire/frame-text.js';
import { CR, isRequestLead } from '../wire/leads.js';

const LONGEST = 256;
/** Bits of evidence: a lead and a carriage return, less what it takes to believe in a frame. */
const AROUND = 5 + 8 - 8;
/** Of each character that is printable, of a checksum that is right, of a command that is known. */
const CHARACTER = 1.4;
const CHECKSUM = 16;
const KNOWN = 10;
/** A request that no module knows is rather something else. */
const STRANGE = -20;

const plain = dconFraming({ checksum: false });
const checked = dconFraming({ checksum: true });

/**
 * Finds DCON frames, with a checksum and without. Text that only looks like one is the likelier to be taken for one the
 * shorter it is: `>` and a carriage return are an answer.
 */
export function dconEar(): Ear {
  return textEar({ end: CR, longest: LONGEST, judge });
}

function judge(run: Uint8Array): FoundInText | undefined {
  const found = textOf(run);
  if (found === undefined) return undefined;
  const bare = withoutChecksum(found.text);
  const framing = bare === undefined ? plain : checked;
  const text = bare ?? found.text;
  const from = run.length - 1 - found.text.length;
  return { ...overheardDcon(framing, text), from };
}

/** What a DCON frame says to a monitor; `text` is without checksum. */
export function overheardDcon(framing: DconFraming, text: string): Omit<Overheard, 'offset' | 'bytes'> {
  const asks = isRequestLead(text.slice(0, 1));
  const commands = asks ? allCommands.filter(({ request }) => request.decode(text) !== undefined) : [];
  const broadcast = BROADCASTS.has(text);
  return {
    framing,
    unit: broadcast ? undefined : addressOf(text),
    side: asks ? 'request' : 'response',
    evidence: evidenceOf(text, framing.checksum, asks, commands.length > 0 || broadcast),
    unanswered: broadcast,
    refusal: refusalOf(text),
    relation: other => relationOf(text, commands, other),
    answerBegins: bytes => beginsAnswer(text, bytes),
  };
}

function evidenceOf(text: string, checksum: boolean, asks: boolean, known: boolean): number {
  const bits = AROUND + CHARACTER * (text.length - 1) + (checksum ? CHECKSUM : 0);
  if (!asks) return bits + (/^[!?][0-9A-F]{2}/.test(text) ? KNOWN / 2 : 0);
  return bits + (known ? KNOWN : STRANGE);
}

const refusalOf = (text: string): string | undefined => {
  if (text === '!') return 'ignored: the host watchdog has tripped';
  return text.startsWith('?') ? 'refused' : undefined;
};

/** Modules of one kind or another may have been asked: an answer fits when it does for one of them. */
function relationOf(asked: string, commands: readonly AnyCommand[], other: Overheard): Relation {
  if (!other.framing.name.startsWith('dcon') || other.side !== 'response') return 'other';
  const text = (other.framing as DconFraming).unwrap(other.bytes);
  if (text === undefined) return 'other';
  const address = asked.slice(1, 3);
  // `?AA` and `!AA` say who speaks. A module in INIT mode answers at 00 with the address that it has stored.
  const sender = /^\?([0-9A-F]{2})$/.exec(text)?.[1];
  if (sender !== undefined && sender !== address && address !== '00') return 'other';
  if (text.startsWith('?') || text === '!') return 'answer';
  const fitting = commands.find(({ answers }) => decodeAny(answers, text) !== undefined);
  if (fitting === undefined) {
    // A command that nobody knows may be answered in any way.
    if (commands.length === 0) return 'answer';
    const sameKind = commands.some(
      ({ answers }) => (kindOf(answers[0]!.source) === 'reply') === text.startsWith('!'),
    );
    return sameKind ? 'wrong' : 'other';
  }
  const answered = decodeAny(fitting.answers, text)?.address;
  const moved = fitting.newAddress !== undefined;
  return answered === undefined || moved || address === '00' || answered === Number.parseInt(address, 16)
    ? 'answer'
    : 'other';
}

function beginsAnswer(asked: string, bytes: Uint8Array): boolean {
  const text = String.fromCharCode(...bytes.subarray(0, 3));
  return text.startsWith('>') || [`!${asked.slice(1, 3)}`, `?${asked.slice(1, 3)}`].includes(text);
}

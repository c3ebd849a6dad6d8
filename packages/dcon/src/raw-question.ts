import { UsageError } from '@bus/line';
import { allCommands } from './commands/index.js';
import type { Question } from './exchange.js';
import { type AnswerKind, type AnyCommand, kindOf } from './wire/command.js';
import { isLead, isRequestLead } from './wire/leads.js';

export interface RawOptions {
  /**
   * What the answer looks like: `>` alone (`done`), `>` and data (`data`), or `!…` (`reply`). Needed only when the
   * command is answered differently by different families.
   */
  answer?: AnswerKind;
}

/**
 * The question that raw text asks. What the table of commands knows of it decides what may answer and whether it may be
 * repeated; what it doesn't know counts as a write.
 *
 * @param known the commands of the module's family, or all.
 * @throws {UsageError} the text is no request, or it is unclear what would answer it.
 */
export function rawQuestion(
  text: string,
  { answer }: RawOptions,
  known: readonly AnyCommand[] = allCommands,
): Question<string> {
  const address = checkRequest(text);
  const meant = known.filter(({ request }) => request.decode(text) !== undefined);
  const kind = answer ?? kindFor(text, meant);
  const readOnly = meant.length > 0 && meant.every(({ effect }) => effect === 'read');
  const stored = meant.some(({ effect }) => effect === 'eeprom');
  const changing = meant.find(({ newAddress }) => newAddress !== undefined);
  const changed = changing && changing.request.decode(text)!.fields[changing.newAddress!];
  return {
    label: `command ${text}`,
    text,
    address,
    answersFrom: changed === undefined ? address : Number(changed),
    kind,
    effect: readOnly ? 'read' : stored ? 'eeprom' : 'write',
    output: meant.length === 0 || meant.some(({ output }) => output),
    clamps: meant.length > 0 && meant.every(({ clamps }) => clamps),
    read: reply => (fits(kind, reply) && isFrom(reply, meant, address, changed) ? reply : undefined),
  };
}

/** An address in a raw answer is checked where every meaning of the command has one. */
function isFrom(reply: string, meant: readonly AnyCommand[], address: number, changed: unknown): boolean {
  const addressed = meant.length > 0 && meant.every(({ answers }) => answers.every(form => form.addressed));
  if (!addressed || address === 0) return true;
  return Number.parseInt(reply.slice(1, 3), 16) === (changed === undefined ? address : Number(changed));
}

function fits(kind: AnswerKind, reply: string): boolean {
  if (kind === 'done') return reply === '>';
  return reply.startsWith(kind === 'data' ? '>' : '!') && reply.length > 1;
}

function checkRequest(text: string): number {
  const [lead = '', ...rest] = text;
  if (
    !isRequestLead(lead) ||
    !/^[0-9A-F]{2}/.test(text.slice(1)) ||
    rest.some(isLead) ||
    !/^[ -~]+$/.test(text)
  ) {
    throw new UsageError(
      `'${text}' is no DCON request: one of # $ % @ ~, two upper-case hexadecimal digits, a command`,
      {
        hint: 'Checksum and carriage return are added by themselves. For broadcasts see synchronize() and hostOk().',
      },
    );
  }
  return Number.parseInt(text.slice(1, 3), 16);
}

function kindFor(text: string, meant: readonly AnyCommand[]): AnswerKind {
  const kinds = new Set(meant.map(({ answers }) => kindOf(answers[0]!.source)));
  if (kinds.size > 1) {
    throw new UsageError(`${text} is answered differently by different module families`, {
      hint: "Name the family of the module, or say what to expect: { answer: 'data' } for '>…', { answer: 'reply' } for '!…', { answer: 'done' } for '>'.",
    });
  }
  const [only] = kinds;
  return only ?? (text.startsWith('#') ? 'data' : 'reply');
}

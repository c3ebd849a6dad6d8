import { type Exchange, FOREIGN, ReplyError } from '@bus/line';
import { describeCommand } from './describe.js';
import { DconClamped, DconRejected, DconWatchdogTripped } from './errors.js';
import type { DconFraming } from './framing.js';
import { type AnswerKind, type Command, decodeAny, type Effect, kindOf } from './wire/command.js';
import { frameOf, textOf } from './wire/frame-text.js';
import { addressText } from './wire/leads.js';
import type { AnyFields } from './wire/template.js';

/** Requests to this address reach a module in INIT mode, which answers with the address that it has stored. */
export const INIT_ADDRESS = 0;

/** What an exchange must know of its question, whether it is in the table of commands or not. */
export interface Question<T> {
  readonly label: string;
  /** Without checksum and carriage return. */
  readonly text: string;
  readonly address: number;
  /** The address that the answer carries: that of the request, but for a change of address. */
  readonly answersFrom: number;
  readonly kind: AnswerKind;
  readonly effect: Effect;
  /** Sets outputs, so that bare `!` and `?` are answers. */
  readonly output: boolean;
  readonly clamps: boolean;
  /** The value that an answer of the right kind carries; undefined when it has another form. */
  read(answer: string): T | undefined;
}

/** The fields of an answer, and the address in it where it has one. */
export type Answer<T> = T & { readonly address: number | undefined };

/** The question that a command of the table asks. @throws {UsageError} a field does not fit. */
export function questionOf<Q, A>(command: Command<Q, A>, address: number, fields: Q): Question<Answer<A>> {
  const values = fields as AnyFields;
  const { newAddress } = command;
  const answersFrom = newAddress === undefined ? address : Number(values[newAddress]);
  return {
    label: `module ${addressText(address)}, ${describeCommand(command.name, values)}`,
    text: command.request.encode(address, values),
    address,
    answersFrom,
    kind: kindOf(command.answers[0]!.source),
    effect: command.effect,
    output: command.output,
    clamps: command.clamps,
    read(text) {
      const decoded = decodeAny(command.answers, text);
      // With a spread instead, V8 takes half as long again: the forms are many.
      return decoded && (Object.assign(decoded.fields, { address: decoded.address }) as Answer<A>);
    },
  };
}

/** Makes the exchange that the line carries out. */
export function dconExchange<T>(framing: DconFraming, question: Question<T>): Exchange<T> {
  return {
    label: question.label,
    unit: question.address,
    request: frameOf(question.text, framing.checksum),
    framing,
    repeatable: question.effect === 'read',
    expectations: [],
    replyShape: `dcon ${question.kind}`,
    accept: frame => accept(framing, question, frame),
  };
}

function accept<T>(framing: DconFraming, question: Question<T>, frame: Uint8Array): T | typeof FOREIGN {
  const answer = framing.unwrap(frame);
  if (answer === undefined) return FOREIGN;
  // A lead alone behind the rest of something is more likely the end of a torn frame than an answer.
  if (answer.length === 1 && !textOf(frame)!.clean) return FOREIGN;
  if (answer.startsWith('?')) return refuse(question, answer);
  if (answer === '!') {
    if (!question.output) return FOREIGN;
    throw new DconWatchdogTripped(question.label);
  }
  if (answer.startsWith('!') !== (question.kind === 'reply')) return FOREIGN;
  if (!/^[!>]/.test(answer)) return FOREIGN;
  const value = question.read(answer);
  if (value === undefined) return misfit(question, answer);
  const { address } = value as { address?: number | undefined };
  return isFromHere(question, address) ? value : FOREIGN;
}

/** True when an answer may come from the module that was asked. */
function isFromHere({ address, answersFrom }: Question<unknown>, sender: number | undefined): boolean {
  return sender === undefined || address === INIT_ADDRESS || sender === answersFrom;
}

function refuse(question: Question<unknown>, answer: string): typeof FOREIGN {
  if (answer === '?') {
    if (question.clamps) throw new DconClamped(question.label, answer);
    if (question.output) throw new DconRejected(question.label, answer);
    return FOREIGN;
  }
  if (!/^\?[0-9A-F]{2}$/.test(answer)) return FOREIGN;
  const sender = Number.parseInt(answer.slice(1), 16);
  // A refusal comes from the address that was asked, even where an accepted command is answered from a new one.
  if (question.address !== INIT_ADDRESS && sender !== question.address) return FOREIGN;
  throw new DconRejected(question.label, answer);
}

/** The right kind of answer, but of another form: ours unless it carries another address. */
function misfit(question: Question<unknown>, answer: string): typeof FOREIGN {
  const sender = /^![0-9A-F]{2}/.test(answer) ? Number.parseInt(answer.slice(1, 3), 16) : undefined;
  const anonymous = question.kind !== 'reply';
  if (!anonymous && sender !== undefined && !isFromHere(question, sender)) return FOREIGN;
  throw new ReplyError(
    'malformed',
    `${question.label}: the answer ${answer} has not the form that this command has`,
    {
      label: question.label,
      hint: hintFor(question, answer),
    },
  );
}

function hintFor({ kind }: Question<unknown>, answer: string): string {
  if (kind === 'done') return 'Only `>` alone says that it was done. Read the outputs back before you go on.';
  if (kind === 'data' && answer === '>')
    return 'The module may have taken the checksum for data and carried out a write: read its outputs back.';
  return 'Another module family answers in another form, and a module whose checksum is on appends two characters.';
}

import { type AnyFields, compileTemplate, type Decoded, type FieldsOf, type Template } from './template.js';

/**
 * What carrying a command out twice does.
 *
 * - `read`: nothing; it is repeated by itself when its answer is lost.
 * - `once`: a read that changes what the next read says, such as a flag that is cleared by being read.
 * - `write`: sets a state; repeated only when the caller says so.
 * - `eeprom`: writes memory that wears out, or makes the module busy; never repeated.
 */
export type Effect = 'read' | 'once' | 'write' | 'eeprom';

interface CommandOptions {
  readonly effect?: Effect;
  /** Sets outputs: `!` alone means that the host watchdog has tripped, `?` alone that it was refused. */
  readonly output?: boolean;
  /** `?` alone means that the value was out of range and the output has gone to the end of its range. */
  readonly clamps?: boolean;
  /** The answer comes from the address that this field holds. */
  readonly newAddress?: string;
}

/** One command of the protocol: how it is asked and answered. All that knows the wire derives from this. */
export interface Command<Request = AnyFields, Answer = AnyFields> {
  /** For people, such as `read configuration`. */
  readonly name: string;
  readonly request: Template;
  /** The forms of the answer; modules of different age may differ. */
  readonly answers: readonly Template[];
  readonly effect: Effect;
  readonly output: boolean;
  readonly clamps: boolean;
  readonly newAddress: string | undefined;
  /** Never present: carries the types of the fields. */
  readonly types?: { readonly request: Request; readonly answer: Answer };
}

/** A command of whatever fields. */
export type AnyCommand = Command<unknown, unknown>;

/**
 * Describes a command by the forms of its request and of its answers.
 *
 * @example
 * const readConfiguration = command('read configuration', '$AA2', '!AA{type:h2}{baud:h2}{flags:h2}');
 */
export function command<const Request extends string, const Answer extends string>(
  name: string,
  request: Request,
  answer: Answer | readonly Answer[],
  { effect = 'read', output = false, clamps = false, newAddress }: CommandOptions = {},
): Command<FieldsOf<Request>, Answer extends unknown ? FieldsOf<Answer> : never> {
  const answers = typeof answer === 'string' ? [answer] : answer;
  if (new Set(answers.map(kindOf)).size !== 1)
    throw new RangeError(`the answers of ${request} must all be '>' alone, or all '>' and data, or all '!'`);
  return {
    name,
    request: compileTemplate(request),
    answers: answers.map(compileTemplate),
    effect,
    output,
    clamps,
    newAddress,
  };
}

/**
 * Three kinds of answers that cannot be mistaken for one another: `>` alone, `>` and data, and what begins with `!`.
 * Within a kind they can, even across modules: many carry no address, and the data of one may be the address of another.
 */
export type AnswerKind = 'done' | 'data' | 'reply';

/** The kind of an answer by its form. */
export function kindOf(form: string): AnswerKind {
  if (form === DONE) return 'done';
  return form.startsWith('>') ? 'data' : 'reply';
}

/** An answer that says nothing but that a command was carried out. */
export const DONE = '>';

/** The first form that fits `text`. */
export function decodeAny(templates: readonly Template[], text: string): Decoded | undefined {
  for (const template of templates) {
    const decoded = template.decode(text);
    if (decoded !== undefined) return decoded;
  }
  return undefined;
}

/** A JSON schema, or a part of one. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** What a single value may be, in words, as a test, and as a JSON schema. */
export interface Kind<T> {
  readonly wants: string;
  /** A value of a YAML document; undefined when it is not of this kind. */
  read(value: unknown): T | undefined;
  /** A text from the environment, a table or the command line; undefined when it is not of this kind. */
  parse(text: string): T | undefined;
  readonly schema: JsonSchema;
}

export const text: Kind<string> = {
  wants: 'a text',
  read: value => (typeof value === 'string' && value !== '' ? value : undefined),
  parse: value => value,
  schema: { type: 'string', minLength: 1 },
};

/** A whole number, 0 or more unless told otherwise. */
export function wholeNumber(min = 0, max = Number.MAX_SAFE_INTEGER): Kind<number> {
  const read = (value: unknown) =>
    Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max
      ? (value as number)
      : undefined;
  const bounded = max < Number.MAX_SAFE_INTEGER;
  return {
    wants: bounded ? `a whole number from ${min} to ${max}` : 'a whole number',
    read,
    parse: value => (/^-?\d{1,15}$/.test(value) ? read(Number(value)) : undefined),
    schema: { type: 'integer', minimum: min, ...(bounded ? { maximum: max } : {}) },
  };
}

/** The texts that mean yes and no. */
export const words: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
]);

export const yesOrNo: Kind<boolean> = {
  wants: 'true or false',
  read: value => (typeof value === 'boolean' ? value : undefined),
  parse: value => words.get(value),
  schema: { type: 'boolean' },
};

/** One of a few texts. */
export function oneOf<const T extends string>(...choices: readonly T[]): Kind<T> {
  const read = (value: unknown) => choices.find(choice => choice === value);
  return {
    wants: `${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}`,
    read,
    parse: read,
    schema: { enum: choices },
  };
}

const decimalDigits = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i;

/** A number of YAML: its digits where a number of JavaScript cannot hold them; undefined for anything else. */
export function exactNumber(value: unknown): number | string | undefined {
  if (typeof value === 'bigint') return String(value);
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** A decimal number. It is kept as its digits where it comes as text, so that none is lost. */
export const decimal: Kind<number | string> = {
  wants: 'a number',
  read: exactNumber,
  parse: value => (decimalDigits.test(value) ? value : undefined),
  schema: { type: 'number' },
};

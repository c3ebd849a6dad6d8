import type { JsonSchema, Kind } from './kind.js';
import { fault, type Located, type LocatedEntry } from './located.js';
import { nearest } from './nearest.js';

/** What a part of a document must look like. */
export interface Shape<T> {
  /** In words, for messages. */
  readonly wants: string;
  /**
   * @param name what the part is called in messages: `points.flow.decimals`; empty for the document.
   * @throws {UsageError} it does not look like that: names file, line and column.
   */
  read(part: Located, name: string): T;
  readonly schema: JsonSchema;
}

/** A key of an object. */
export interface Field<T, Required extends boolean> {
  readonly shape: Shape<T>;
  readonly required: Required;
}
type Fields = Readonly<Record<string, Field<unknown, boolean>>>;
type Keys<F extends Fields, R extends boolean> = {
  [K in keyof F]: F[K]['required'] extends R ? K : never;
}[keyof F];

/** What an object of these fields is read as. */
export type ObjectOf<F extends Fields> = {
  [K in Keys<F, true>]: F[K] extends Field<infer T, boolean> ? T : never;
} & { [K in Keys<F, false>]?: F[K] extends Field<infer T, boolean> ? T : never };

/** A key that must be there. */
export const required = <T>(shape: Shape<T>, description?: string): Field<T, true> => ({
  shape: described(shape, description),
  required: true,
});

/** A key that may be left out. */
export const optional = <T>(shape: Shape<T>, description?: string): Field<T, false> => ({
  shape: described(shape, description),
  required: false,
});

function described<T>(shape: Shape<T>, description: string | undefined): Shape<T> {
  return description === undefined ? shape : { ...shape, schema: { ...shape.schema, description } };
}

/** A single value. */
export function scalar<T>(kind: Kind<T>): Shape<T> {
  const { wants, schema } = kind;
  return {
    wants,
    schema,
    read(part, name) {
      if (part.kind === 'scalar') {
        const { value, textual } = part;
        const found = textual && typeof value === 'string' ? kind.parse(value) : kind.read(value);
        if (found !== undefined) return found;
      }
      throw fault(part.place, `${name} must be ${wants}, not ${shown(part)}`);
    },
  };
}

/** A list, or, in a file without types, values separated by commas or blanks. */
export function listOf<T>(item: Shape<T>, { min = 0 } = {}): Shape<T[]> {
  const wants = `a list, each of it ${item.wants}`;
  return {
    wants,
    schema: { type: 'array', items: item.schema, ...(min > 0 ? { minItems: min } : {}) },
    read(part, name) {
      const items = part.kind === 'list' ? part.items : splitList(part);
      if (items === undefined) throw fault(part.place, `${name} must be ${wants}, not ${shown(part)}`);
      if (items.length < min) throw fault(part.place, `${name} must have at least ${min} entries`);
      return items.map((each, index) => item.read(each, `${name}[${index}]`));
    },
  };
}

function splitList(part: Located): Located[] | undefined {
  if (part.kind !== 'scalar' || !part.textual || typeof part.value !== 'string') return undefined;
  const texts = part.value.split(/[\s,;]+/).filter(text => text !== '');
  return texts.map(value => ({ ...part, value }));
}

/** Names of the writer's choice, and a value to each. */
export function mapOf<T>(
  value: Shape<T>,
  { names, wants: nameWants }: { names: RegExp; wants: string },
): Shape<Record<string, T>> {
  const wants = `lines of a name and ${value.wants}`;
  return {
    wants,
    schema: {
      type: 'object',
      propertyNames: { pattern: names.source },
      additionalProperties: value.schema,
      minProperties: 1,
    },
    read(part, name) {
      if (part.kind !== 'map') throw fault(part.place, `${name} must be ${wants}, not ${shown(part)}`);
      if (part.entries.length === 0) throw fault(part.place, `${name} is empty`);
      const found: Record<string, T> = Object.create(null);
      for (const entry of part.entries) {
        if (!names.test(entry.key))
          throw fault(entry.keyPlace, `'${entry.key}' is no name for ${name}: it must be ${nameWants}`);
        found[entry.key] = value.read(entry.value, join(name, entry.key));
      }
      return found;
    },
  };
}

/**
 * An object with keys of its own.
 *
 * @param what what it is, in messages: `a point`.
 */
export function objectOf<const F extends Fields>(what: string, fields: F): Shape<ObjectOf<F>> {
  const known = Object.keys(fields);
  const must = known.filter(key => fields[key]!.required);
  const properties = Object.fromEntries(known.map(key => [key, fields[key]!.shape.schema]));
  return {
    wants: `the keys of ${what}`,
    schema: {
      type: 'object',
      properties,
      additionalProperties: false,
      ...(must.length > 0 ? { required: must } : {}),
    },
    read(part, name) {
      const subject = name === '' ? 'the file' : name;
      if (part.kind !== 'map')
        throw fault(
          part.place,
          `${subject} must consist of lines like \`${known[0]}: …\`, not ${shown(part)}`,
        );
      const found: Record<string, unknown> = {};
      for (const entry of part.entries) {
        if (!Object.hasOwn(fields, entry.key)) throw unknownKey(entry, what, known);
        found[entry.key] = fields[entry.key]!.shape.read(entry.value, join(name, entry.key));
      }
      const missing = must.find(key => found[key] === undefined);
      if (missing !== undefined)
        throw fault(part.place, `${subject} lacks ${missing}, which must be ${fields[missing]!.shape.wants}`);
      return found as ObjectOf<F>;
    },
  };
}

function unknownKey({ key, keyPlace }: LocatedEntry, what: string, known: readonly string[]) {
  const near = nearest(key, known);
  const hint = near === undefined ? `The keys are ${known.join(', ')}.` : `It is spelt ${near}.`;
  return fault(keyPlace, `${what} has no key '${key}'`, { hint });
}

const join = (name: string, key: string) => (name === '' ? key : `${name}.${key}`);

/** What stands there, for messages. */
function shown(part: Located): string {
  if (part.kind === 'map') return 'an object';
  if (part.kind === 'list') return 'a list';
  return JSON.stringify(part.value, (_, value) => (typeof value === 'bigint' ? String(value) : value));
}

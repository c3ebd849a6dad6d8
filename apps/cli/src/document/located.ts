import { UsageError } from '@bus/line';

/** Where something stands in a file, counted from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A part of a document, with the place where it stands: of YAML, or of a table. */
export type Located = LocatedMap | LocatedList | LocatedScalar;

export interface LocatedMap {
  readonly kind: 'map';
  readonly place: Place;
  readonly entries: readonly LocatedEntry[];
}
export interface LocatedEntry {
  readonly key: string;
  readonly keyPlace: Place;
  readonly value: Located;
}
export interface LocatedList {
  readonly kind: 'list';
  readonly place: Place;
  readonly items: readonly Located[];
}
export interface LocatedScalar {
  readonly kind: 'scalar';
  readonly place: Place;
  readonly value: unknown;
  /** From a file that knows no types, such as CSV: the value is to be taken from the text. */
  readonly textual: boolean;
}

/**
 * Where a part of a document stands: at its key, or, when there is none of that path, the nearest part around it.
 *
 * @param path keys and indices from the root.
 */
export function placeOf(root: Located, ...path: readonly (string | number)[]): Place {
  let found = root;
  let place = root.place;
  for (const step of path) {
    if (typeof step === 'number') {
      const item = found.kind === 'list' ? found.items[step] : undefined;
      if (item === undefined) return place;
      found = item;
      place = item.place;
      continue;
    }
    const entry = found.kind === 'map' ? found.entries.find(({ key }) => key === step) : undefined;
    if (entry === undefined) return place;
    found = entry.value;
    place = entry.keyPlace;
  }
  return place;
}

/** The error of something in a file: `plant.yaml:12:5: decimals must be …`. */
export function fault(
  { file, line, column }: Place,
  message: string,
  options: { hint?: string | undefined; cause?: unknown } = {},
): UsageError {
  return new UsageError(`${file}:${line}:${column}: ${message}`, options);
}

/** Does something, and says where in the file its arguments stand when they make no sense. */
export function at<T>(place: Place, action: () => T, subject = ''): T {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw fault(place, `${subject}${error.message}`, { hint: error.hint, cause: error });
  }
}

import type { Document, ErrorCode, LineCounter, Node, Scalar } from 'yaml';
import { fault, type Located, type LocatedEntry, type Place } from './located.js';

const MAX_DEPTH = 30;
const MAX_PARTS = 500_000;

/**
 * Reads a YAML document.
 *
 * @param file what the file is called in messages.
 * @returns undefined when the document is empty.
 * @throws {UsageError} it is no YAML: says where.
 */
export async function yamlDocument(source: string, file: string): Promise<Located | undefined> {
  const { isMap, isScalar, isSeq, isAlias, LineCounter, parseDocument } = await import('yaml');
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false, intAsBigInt: true });
  checkSyntax(document, file, lines);
  let parts = 0;
  const locate = (node: Node | null, outer: Place, depth: number): Located => {
    const place = node?.range ? placeAt(lines, file, node.range[0]) : outer;
    // An anchor that holds aliases to itself, or to others that hold aliases, may have no end.
    parts += 1;
    if (depth > MAX_DEPTH || parts > MAX_PARTS)
      throw fault(place, 'the document is too large or nested too deeply');
    if (isAlias(node)) {
      const target = node.resolve(document) as Node | undefined;
      return { ...locate(target ?? null, place, depth + 1), place };
    }
    if (isSeq(node)) {
      const items = node.items.map(item => locate(item as Node | null, place, depth + 1));
      return { kind: 'list', place, items };
    }
    if (!isMap(node)) {
      const value = isScalar(node) ? plainValue(node, place) : null;
      return { kind: 'scalar', place, value, textual: false };
    }
    const entries = node.items.map(({ key, value }): LocatedEntry => {
      const range = (key as Node | null)?.range;
      const keyPlace = range ? placeAt(lines, file, range[0]) : place;
      return { key: String(key), keyPlace, value: locate(value as Node | null, keyPlace, depth + 1) };
    });
    checkKeys(entries);
    return { kind: 'map', place, entries };
  };
  if (document.contents === null) return undefined;
  return locate(document.contents, { file, line: 1, column: 1 }, 0);
}

/** A single value. Whole numbers that a number cannot hold exactly stay a bigint. */
function plainValue({ value, source }: Scalar, place: Place): unknown {
  const isNumber = typeof value === 'number' || typeof value === 'bigint';
  // An entity number such as 000172 would become another address without its zeros.
  if (isNumber && /^[+-]?0\d/.test(source ?? ''))
    throw fault(place, `${source} is a number, which does not keep the zeros in front`, {
      hint: 'Write it in quotes, or without them.',
    });
  return typeof value === 'bigint' && Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

function placeAt(lines: LineCounter, file: string, offset: number): Place {
  const { line, col } = lines.linePos(offset);
  return { file, line, column: col };
}

/** `true` and `"true"` are two keys of YAML, but one name: the second must not take the place of the first. */
function checkKeys(entries: readonly LocatedEntry[]): void {
  const names = new Set<string>();
  for (const { key, keyPlace } of entries) {
    if (names.has(key)) throw fault(keyPlace, `there are two keys '${key}'`, { hint: hints.DUPLICATE_KEY });
    names.add(key);
  }
}

function checkSyntax(document: Document.Parsed, file: string, lines: LineCounter): void {
  const [error] = [...document.errors, ...document.warnings];
  if (error === undefined) return;
  throw fault(placeAt(lines, file, error.pos[0]), error.message, {
    hint: hints[error.code],
    cause: error,
  });
}

/** What to do about mistakes that are often made. */
const hints: Partial<Record<ErrorCode, string>> = {
  BLOCK_AS_IMPLICIT_KEY: 'Write a text that contains a colon in quotes: port: "sim:"',
  TAB_AS_INDENT: 'Indent with blanks.',
  BAD_ALIAS: 'Write a pattern that begins with * in quotes: ["*"]',
  BAD_SCALAR_START: 'Write it in quotes.',
  DUPLICATE_KEY: 'Give each a name of its own, or take one out.',
};

import { UsageError } from '@bus/line';
import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type LineCounter,
  type Node,
  type YAMLMap,
} from 'yaml';

/** A file of settings while it is read. */
export interface ConfigSource {
  /** What the file is called in messages. */
  readonly path: string;
  readonly document: Document;
  readonly lines: LineCounter;
}

/**
 * One block of `key: value` lines. Each method takes a key, which is known from then on; `end` refuses all others.
 *
 * All throw a `UsageError` that names the file, the line and the key.
 */
export class ConfigSection {
  readonly where: string;
  readonly #source: ConfigSource;
  readonly #map: YAMLMap;
  readonly #known = new Set<string>();

  constructor(source: ConfigSource, map: YAMLMap) {
    this.#source = source;
    this.#map = map;
    this.where = whereIs(source, map);
  }

  /** As it stands there: `02` stays `02`. */
  text(key: string): string | undefined {
    const node = this.#take(key);
    if (node === undefined) return undefined;
    if (isScalar(node) && node.value !== null && node.value !== '') return node.source ?? String(node.value);
    throw this.fault(key, `${key} must be a text`);
  }

  number(key: string): number | undefined {
    const node = this.#take(key);
    if (node === undefined) return undefined;
    if (isScalar(node) && typeof node.value === 'number' && Number.isFinite(node.value)) return node.value;
    throw this.fault(key, `${key} must be a number`);
  }

  wholeNumber(key: string, min: number, max: number): number | undefined {
    const value = this.number(key);
    if (value === undefined || (Number.isInteger(value) && value >= min && value <= max)) return value;
    throw this.fault(key, `${key} must be a whole number from ${min} to ${max}, not ${value}`);
  }

  yesOrNo(key: string): boolean | undefined {
    const node = this.#take(key);
    if (node === undefined) return undefined;
    if (isScalar(node) && typeof node.value === 'boolean') return node.value;
    throw this.fault(key, `${key} must be true or false`);
  }

  choice<const T extends string>(key: string, choices: readonly T[]): T | undefined {
    const value = this.text(key);
    if (value === undefined || (choices as readonly string[]).includes(value)) return value as T | undefined;
    throw this.fault(key, `${key} must be ${choices.join(', ')}, not '${value}'`);
  }

  texts(key: string): string[] | undefined {
    const node = this.#take(key);
    if (node === undefined) return undefined;
    if (isSeq(node) && node.items.every(item => isScalar(item) && typeof item.value === 'string'))
      return node.items.map(item => String((item as { value: unknown }).value));
    throw this.fault(key, `${key} must be a list, with a text behind each -`);
  }

  section(key: string): ConfigSection | undefined {
    const node = this.#take(key);
    if (node === undefined) return undefined;
    if (isMap(node)) return new ConfigSection(this.#source, node);
    throw this.fault(key, `${key} must have keys of its own, further to the right`);
  }

  /** The sections of a section, with their names. */
  sections(key: string): [name: string, section: ConfigSection][] | undefined {
    const all = this.section(key);
    if (all === undefined) return undefined;
    return all.#keys().map(name => [name, all.section(name)!]);
  }

  /** No other key is there. */
  end(): void {
    const stranger = this.#keys().find(key => !this.#known.has(key));
    if (stranger === undefined) return;
    const plain = (text: string) => text.toLowerCase().replace(/[-_ ]/g, '');
    const near = [...this.#known].find(key => plain(key) === plain(stranger));
    const hint = near === undefined ? `The keys are ${[...this.#known].join(', ')}.` : `It is spelt ${near}.`;
    throw this.fault(stranger, `there is no key '${stranger}' here`, hint);
  }

  fault(key: string, message: string, hint?: string): UsageError {
    const node = this.#map.items.find(item => keyText(item.key) === key)?.key as Node | undefined;
    return new UsageError(
      `${whereIs(this.#source, node ?? this.#map)}: ${message}`,
      hint === undefined ? {} : { hint },
    );
  }

  #keys(): string[] {
    return this.#map.items.map(({ key }) => keyText(key));
  }

  #take(key: string): Node | undefined {
    this.#known.add(key);
    const pair = this.#map.items.find(item => keyText(item.key) === key);
    if (pair === undefined) return undefined;
    const node = pair.value as Node | null;
    const found = isAlias(node) ? node.resolve(this.#source.document) : node;
    if (found === null || found === undefined || (isScalar(found) && found.value === null))
      throw this.fault(key, `${key} has no value`);
    return found as Node;
  }
}

/** A key as it stands there, as with texts: `02` is no 2. */
const keyText = (key: unknown): string => (isScalar(key) && key.source) || String(key);

function whereIs({ path, lines }: ConfigSource, node: Node): string {
  return `${path}:${lines.linePos(node.range?.[0] ?? 0).line}`;
}

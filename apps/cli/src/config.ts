import { readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { UsageError } from '@bus/line';
import type { Document, LineCounter, Node, Pair } from 'yaml';
import { type ConnectionOptions, type SettingName, settingNames, settings } from './settings.js';

export const CONFIG_NAME = 'bus.config.yaml';

/** A configuration file that was found and makes sense. */
export interface Config {
  /** Where it is, as seen from the working directory. */
  readonly path: string;
  readonly settings: ConnectionOptions;
}

/**
 * Reads the nearest `bus.config.yaml` in `cwd` or above; undefined when there is none.
 *
 * @throws {UsageError} the file cannot be read, or something in it makes no sense: names the file, the line and the key.
 */
export async function loadConfig(cwd: string): Promise<Config | undefined> {
  for (let folder = cwd; ; folder = dirname(folder)) {
    const file = join(folder, CONFIG_NAME);
    const path = relative(cwd, file);
    const source = await readIfThere(file, path);
    if (source !== undefined) return { path, settings: await parseConfig(source, path) };
    if (dirname(folder) === folder) return undefined;
  }
}

async function readIfThere(file: string, path: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new UsageError(`${path} cannot be read: ${message}`, { cause: error });
  }
}

/** @throws {UsageError} as `loadConfig` does; `path` is what the file is called in the message. */
export async function parseConfig(source: string, path: string): Promise<ConnectionOptions> {
  const { isMap, LineCounter, parseDocument } = await import('yaml');
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false });
  checkSyntax(document, path, lines);
  const root = document.contents;
  if (root === null) return {};
  if (!isMap(root))
    throw fault(path, lines, root, 'the file must consist of lines like `port: /dev/ttyUSB1`');
  const found: Record<string, unknown> = {};
  for (const pair of root.items) {
    const name = nameOf(pair, path, lines);
    found[name] = settingOf(pair, name, document, path, lines);
  }
  return found;
}

function checkSyntax(document: Document.Parsed, path: string, lines: LineCounter): void {
  const [error] = [...document.errors, ...document.warnings];
  if (error === undefined) return;
  const message = `${path}:${lines.linePos(error.pos[0]).line}: ${error.message}`;
  throw new UsageError(message, {
    hint: 'Write a text that contains a colon in quotes: port: "sim:"',
    cause: error,
  });
}

function nameOf(pair: Pair, path: string, lines: LineCounter): SettingName {
  const name = String(pair.key) as SettingName;
  if (settingNames.includes(name)) return name;
  const near = settingNames.find(known => comparable(known) === comparable(name));
  const hint = near === undefined ? `The keys are ${settingNames.join(', ')}.` : `It is spelt ${near}.`;
  throw fault(path, lines, pair.key as Node, `there is no key '${name}'`, hint);
}

const comparable = (name: string) => name.toLowerCase().replace(/[-_ ]/g, '');

function settingOf(
  pair: Pair,
  name: SettingName,
  document: Document,
  path: string,
  lines: LineCounter,
): unknown {
  const given = (pair.value as Node | null)?.toJS(document);
  const value = settings[name].read(given);
  if (value !== undefined) return value;
  const message = `${name} must be ${settings[name].wants}, not ${JSON.stringify(given ?? null)}`;
  throw fault(path, lines, pair.key as Node, message);
}

function fault(path: string, lines: LineCounter, node: Node, message: string, hint?: string): UsageError {
  const { line } = lines.linePos(node.range?.[0] ?? 0);
  return new UsageError(`${path}:${line}: ${message}`, { hint });
}

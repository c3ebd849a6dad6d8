import { readFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { UsageError } from '@bus/line';
import { objectOf, optional, type Shape, scalar } from './document/shape.js';
import { yamlDocument } from './document/yaml-document.js';
import { type ConnectionOptions, pathSettings, settingNames, settings } from './settings.js';

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
    if (source !== undefined) return { path, settings: fromFolder(folder, await parseConfig(source, path)) };
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

/** Every setting as a key of a file. */
export const settingFields = Object.fromEntries(
  settingNames.map(name => [name, optional(scalar(settings[name]))]),
);

/** The configuration file. */
export const configShape = objectOf('the configuration', settingFields) as Shape<ConnectionOptions>;

/** @throws {UsageError} as `loadConfig` does; `path` is what the file is called in the message. */
export async function parseConfig(source: string, path: string): Promise<ConnectionOptions> {
  const document = await yamlDocument(source, path);
  return document === undefined ? {} : configShape.read(document, '');
}

/** Settings of a file in a folder, whose relative paths begin there. */
export function fromFolder(folder: string, given: ConnectionOptions): ConnectionOptions {
  const found: Record<string, unknown> = { ...given };
  for (const name of pathSettings)
    if (given[name] !== undefined) found[name] = resolve(folder, String(given[name]));
  return found;
}

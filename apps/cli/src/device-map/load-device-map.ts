import { UsageError } from '@bus/line';
import type { Located } from '../document/located.js';
import { buildMap } from './build-map.js';
import type { DeviceMap } from './device-map.js';

/**
 * Reads a device map: YAML, or CSV when the name ends so.
 *
 * @param path seen from the working directory.
 * @throws {UsageError} it cannot be read, or something in it makes no sense: says file, line and column.
 *
 * @example (await loadDeviceMap('plant.yaml')).point('boiler.flow').address // 289
 */
export async function loadDeviceMap(path: string): Promise<DeviceMap> {
  return parseDeviceMap(await readDocument(path), path);
}

/** @throws {UsageError} as `loadDeviceMap` does; `path` is what the file is called in messages, and says what it is. */
export async function parseDeviceMap(source: string, path: string): Promise<DeviceMap> {
  const document = await documentOf(source, path);
  if (document === undefined) throw new UsageError(`${path} is empty`);
  return buildMap(document);
}

async function documentOf(source: string, path: string): Promise<Located | undefined> {
  if (/\.(csv|tsv)$/i.test(path)) return (await import('./csv-map.js')).csvMap(source, path);
  return (await import('../document/yaml-document.js')).yamlDocument(source, path);
}

/** @throws {UsageError} the file cannot be read. */
export async function readDocument(path: string): Promise<string> {
  const { readFile } = await import('node:fs/promises');
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new UsageError(`there is no file ${path}`, { cause: error });
    throw new UsageError(`${path} cannot be read: ${message}`, { cause: error });
  }
}

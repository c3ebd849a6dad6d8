import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';

/** The folder of this run, made and removed by global-setup.ts. */
export function runFolder(): string {
  const folder = process.env.BUS_INTEROP_FOLDER;
  if (folder === undefined) throw new Error('global-setup.ts has not run');
  return folder;
}

/** A new folder inside it. Whoever makes one removes it. */
export function makeFolder(name: string): string {
  return mkdtempSync(join(runFolder(), `${name}-`));
}

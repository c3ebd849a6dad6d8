import { mkdtempSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The folder of this run, made and removed by global-setup.ts. */
export function runFolder(): string {
  const folder = process.env.BUS_INTEROP_FOLDER;
  if (folder === undefined) throw new Error('global-setup.ts has not run');
  return folder;
}

const PEERS = 'peers';

/** Where the peers that have to be compiled stand. */
export function peersFolder(): string {
  return join(runFolder(), PEERS);
}

/** What tests have left in the folder of this run. */
export function leftFiles(): string[] {
  return readdirSync(runFolder()).filter(name => name !== PEERS);
}

/** A new folder inside it. Whoever makes one removes it. */
export function makeFolder(name: string): string {
  return mkdtempSync(join(runFolder(), `${name}-`));
}

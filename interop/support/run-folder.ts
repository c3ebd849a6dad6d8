import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
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

/** What stands in the folder of this run besides the peers: what tests have made and not removed. */
export function leftFiles(): string[] {
  return readdirSync(runFolder()).filter(name => name !== PEERS);
}

/** A new folder inside it. Whoever makes one removes it. */
export function makeFolder(name: string): string {
  return mkdtempSync(join(runFolder(), `${name}-`));
}

/** Removes a folder, even while a program that is about to end still writes into it. */
export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, maxRetries: 20, retryDelay: 100 });
}

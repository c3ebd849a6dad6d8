/** Temporary folders that do not outlive their use. */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Calls `use` with a new folder and removes the folder when it has settled. */
export async function withFolder(use, parent = realpathSync(tmpdir())) {
  const folder = mkdtempSync(join(parent, 'bus-check-'));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  }
}

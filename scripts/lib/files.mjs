/** The files of the workspace as a clone has them: without what is installed, built or left behind by a run. */
import { readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

const notOurs = new Set(['node_modules', 'dist', '.git', '.turbo', '.vitest', 'results']);

/**
 * The paths of all files below a folder, relative to it and with forward slashes.
 *
 * @param {string} folder
 * @returns {string[]}
 */
export function filesBelow(folder, base = folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return notOurs.has(entry.name) ? [] : filesBelow(path, base);
    return entry.name.includes('.generated.') ? [] : [relative(base, path).split(sep).join('/')];
  });
}

/**
 * Writes down in every published package where it comes from, as provenance demands: the place is known to the workflow
 * that releases, from `GITHUB_SERVER_URL` and `GITHUB_REPOSITORY`.
 */
import { writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { manifestOf, publishedFolders } from './lib/production-dependencies.mjs';
import { root } from './lib/run.mjs';

/** The manifest with its repository. */
export function withRepository(manifest, { server, repository, directory }) {
  return { ...manifest, repository: { type: 'git', url: `git+${server}/${repository}.git`, directory } };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository } = process.env;
  if (!server || !repository) {
    console.error('GITHUB_SERVER_URL and GITHUB_REPOSITORY must say where the repository is.');
    process.exit(1);
  }
  for (const folder of publishedFolders()) {
    const directory = relative(root, folder).split(sep).join('/');
    const manifest = withRepository(manifestOf(folder), { server, repository, directory });
    writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  }
}

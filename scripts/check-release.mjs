/**
 * Checks that every published package can be released as it is: manifest, licence and README are complete, versions are in
 * step, and what it packs holds no tests and no path of the machine that it was built on. With `--publishing` it must name
 * its repository, too, which `scripts/name-repository.mjs` writes down where it is known.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { machinePath } from './check-files.mjs';
import { manifestOf, publishedFolders } from './lib/production-dependencies.mjs';
import { finish } from './lib/report.mjs';
import { root, runNpm } from './lib/run.mjs';

const NEVER_PACKED = /\.(test|fixture)\.|^(test|src|node_modules)\/|\.tsbuildinfo$|(^|\/)\.|\.tgz$/;
const BINARY = /\.(wasm|png)$/;

/**
 * What keeps a manifest from being released.
 *
 * @param {object} manifest
 * @param {{ engine: string, version: string, publishing?: boolean }} wanted what all of them have.
 * @returns {string[]}
 */
export function faultsOfManifest(manifest, { engine, version, publishing = false }) {
  const { publishConfig = {}, repository } = manifest;
  const demands = [
    [manifest.private !== true, 'it is private'],
    [manifest.version === version, `its version is ${manifest.version}, and that of others is ${version}`],
    [manifest.license === 'MIT', 'its licence is not MIT'],
    [Boolean(manifest.description), 'it has no description'],
    [manifest.engines?.node === engine, `it must run on Node ${engine}, as the others`],
    [Array.isArray(manifest.files) && manifest.files.includes('LICENSE'), 'its files leave out the licence'],
    [manifest.exports !== undefined, 'it exports nothing'],
    [
      publishConfig.access === 'public' && publishConfig.provenance === true,
      'publishConfig must say access and provenance',
    ],
    [!publishing || Boolean(repository?.url && repository.directory), 'it names no repository and folder'],
    [
      manifest.scripts?.postinstall === undefined && manifest.scripts?.install === undefined,
      'it runs a script at its users',
    ],
  ];
  return demands.filter(([met]) => !met).map(([, fault]) => fault);
}

/**
 * What must not be in a package.
 *
 * @param {{ path: string, text: string | undefined }[]} files that it packs; `text` is absent for binary ones.
 * @param {string} [here] the folder of the repository.
 */
export function faultsOfFiles(files, here = root) {
  const faults = ['LICENSE', 'README.md', 'package.json']
    .filter(name => !files.some(({ path }) => path === name))
    .map(name => `${name} is not packed`);
  for (const { path, text } of files) {
    if (NEVER_PACKED.test(path)) faults.push(`${path} is packed`);
    if (text === undefined) continue;
    if (text.includes(here.replace(/\/$/, ''))) faults.push(`${path} names the folder that it was built in`);
    else if (/\.(md|json)$/.test(path) && text.split('\n').some(line => machinePath.test(line)))
      faults.push(`${path} has a path of one machine`);
  }
  return faults;
}

async function packedFiles(folder) {
  const { code, output } = await runNpm(['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: folder });
  if (code !== 0) throw new Error(output);
  const [{ files }] = JSON.parse(output.slice(output.indexOf('[\n')));
  return files.map(({ path }) => ({
    path,
    text: BINARY.test(path) ? undefined : readFileSync(join(folder, path), 'utf8'),
  }));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folders = publishedFolders();
  const { engines } = manifestOf(root);
  const { version } = manifestOf(folders[0]);
  const publishing = process.argv.includes('--publishing');
  const licence = readFileSync(join(root, 'LICENSE'), 'utf8');
  const problems = [];
  let count = 0;
  for (const folder of folders) {
    const files = await packedFiles(folder);
    count += files.length;
    const own = join(folder, 'LICENSE');
    const faults = [
      ...faultsOfManifest(manifestOf(folder), { engine: engines.node, version, publishing }),
      ...(existsSync(own) && readFileSync(own, 'utf8') === licence
        ? []
        : ['its licence is not that of the repository']),
      ...faultsOfFiles(files),
    ];
    problems.push(...faults.map(fault => `${relative(root, folder)}: ${fault}`));
  }
  finish(problems, `${folders.length} packages with ${count} files could be released.`);
}

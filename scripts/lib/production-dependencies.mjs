/** What the users of the published packages get besides: every package that one of them needs to run, however indirectly. */
import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { workspaceFolders } from '../setup.mjs';
import { root } from './run.mjs';

/** The manifest of a folder. */
export const manifestOf = folder => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));

/** The folders of the packages that are published, in order. */
export const publishedFolders = () =>
  workspaceFolders()
    .map(folder => join(root, folder))
    .filter(folder => manifestOf(folder).private !== true);

/**
 * Everything that a package depends on, itself left out, each once and in order of name and version. Optional peers count:
 * whoever wants the feature installs them.
 *
 * @param {string} folder
 * @returns {{ direct: string[], all: { name: string, version: string, licence: string, folder: string, ours: boolean,
 *   needs: string[] }[] }} `direct` and `needs` are folders: what it depends on itself.
 */
export function dependenciesOf(folder) {
  const found = new Map();
  const visit = (from, manifest) => {
    const needs = [];
    for (const name of namesIn(manifest)) {
      const place = locate(name, from);
      // What is optional and not for this platform is not there.
      if (place === undefined && manifest.optionalDependencies?.[name] !== undefined) continue;
      if (place === undefined) throw new Error(`${manifest.name} needs ${name}, which is not installed`);
      needs.push(place);
      if (found.has(place)) continue;
      const its = manifestOf(place);
      found.set(place, undefined);
      const ours = its.name.startsWith('@bus/');
      const { version, license = 'none' } = its;
      const licence = typeof license === 'string' ? license : (license.type ?? 'none');
      found.set(place, { name: its.name, version, licence, folder: place, ours, needs: visit(place, its) });
    }
    return needs;
  };
  const direct = visit(realpathSync(folder), manifestOf(folder));
  const all = [...found.values()].sort((a, b) => order(a.name, b.name) || order(a.version, b.version));
  return { direct, all };
}

const order = (one, other) => (one < other ? -1 : one > other ? 1 : 0);

const namesIn = ({
  dependencies = {},
  optionalDependencies = {},
  peerDependencies = {},
  devDependencies = {},
  name,
}) => {
  // Of ours the optional peers are installed for development; those of others need not be there.
  const peers = name.startsWith('@bus/')
    ? Object.keys(peerDependencies).filter(peer => peer in devDependencies)
    : [];
  return [...new Set([...Object.keys(dependencies), ...Object.keys(optionalDependencies), ...peers])].sort();
};

/** The folder of a dependency, as Node finds it. */
function locate(name, from) {
  for (let folder = from; ; folder = dirname(folder)) {
    const place = join(folder, 'node_modules', name);
    if (existsSync(join(place, 'package.json'))) return realpathSync(place);
    if (dirname(folder) === folder) return undefined;
  }
}

/** The text of a package's licence; undefined when it brings none. */
export function licenceText(folder) {
  const file = readdirSync(folder).find(name => /^(un)?licen[cs]e/i.test(name));
  return file && readFileSync(join(folder, file), 'utf8').trim();
}

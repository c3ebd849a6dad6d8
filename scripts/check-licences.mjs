/**
 * Checks that everything the published packages depend on is under a permissive licence, or was signed off by name, and
 * that `THIRD-PARTY-LICENCES.md` lists just these. `--write` makes the list; committing it is the signature.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dependenciesOf, licenceText, manifestOf, publishedFolders } from './lib/production-dependencies.mjs';
import { finish } from './lib/report.mjs';
import { root } from './lib/run.mjs';

const listFile = join(root, 'THIRD-PARTY-LICENCES.md');
const policyFile = join(root, 'scripts/licence-policy.json');

/**
 * Why a dependency may not be used; undefined when it may.
 *
 * @param {{ name: string, version: string, licence: string }} dependency
 * @param {{ permissive: string[], signedOff: Record<string, { licence: string, reason: string }> }} policy
 */
export function objectionTo({ name, version, licence }, { permissive, signedOff }) {
  if (signedOff[name]?.licence === licence) return undefined;
  // `(MIT OR GPL-3.0)` lets one choose, `(MIT AND ISC)` does not.
  const alternatives = licence.replace(/^\((.*)\)$/, '$1').split(' OR ');
  const allowed = alternatives.some(each => each.split(' AND ').every(one => permissive.includes(one)));
  return allowed
    ? undefined
    : `${name} ${version} is under ${licence}, which is not among the permissive licences`;
}

/** The list, as Markdown. */
export function listOf(rows) {
  const lines = rows.map(
    ({ name, version, licence, users, bundled }) =>
      `| ${name} | ${version} | ${licence} | ${users.join(', ')} | ${bundled ? 'yes' : ''} |`,
  );
  return `# Third-party licences

What the published packages depend on when they run, other packages of this repository left out. \`node
scripts/check-licences.mjs --write\` makes this list, and \`npm test\` fails when it is out of date or when a licence in it is
neither permissive nor signed off in \`scripts/licence-policy.json\`. The code of those that are bundled is a part of
\`@bus/cli\`, which carries their licences in \`dist/bundle/THIRD-PARTY-LICENSES.txt\`.

| package | version | licence | needed by | bundled |
|---|---|---|---|---|
${lines.join('\n')}
`;
}

/** Each dependency once, with the packages of ours that need it themselves or through others. */
function rowsOf(folders, notices) {
  const rows = new Map();
  for (const folder of folders) {
    const user = manifestOf(folder).name;
    for (const dependency of dependenciesOf(folder).all) {
      if (dependency.ours) continue;
      const key = `${dependency.name} ${dependency.version}`;
      const bundled = notices.includes(`${key} (`);
      const row = rows.get(key) ?? { ...dependency, users: [], bundled };
      row.users.push(user);
      rows.set(key, row);
    }
  }
  return [...rows.values()].sort((a, b) => (`${a.name} ${a.version}` < `${b.name} ${b.version}` ? -1 : 1));
}

/** The libraries in the notices of the bundle that come without the text of their licence. */
export function withoutText(notices) {
  return notices
    .split(`\n\n${'-'.repeat(80)}\n\n`)
    .filter(notice => notice.split('\n').slice(1).join('').trim().length < 100)
    .map(notice => notice.split('\n')[0]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const noticesFile = join(root, 'apps/cli/dist/bundle/THIRD-PARTY-LICENSES.txt');
  const notices = existsSync(noticesFile) ? readFileSync(noticesFile, 'utf8') : '';
  const rows = rowsOf(publishedFolders(), notices);
  const policy = JSON.parse(readFileSync(policyFile, 'utf8'));
  const problems = rows.map(row => objectionTo(row, policy)).filter(Boolean);
  if (notices === '') problems.push('apps/cli has no bundle: build it first');
  for (const library of withoutText(notices))
    problems.push(`the bundle has no text for the licence of ${library}`);
  for (const { name, version, folder, bundled } of rows)
    if (bundled && licenceText(folder) === undefined) problems.push(`${name} ${version} brings no licence`);
  const list = listOf(rows);
  if (process.argv.includes('--write')) writeFileSync(listFile, list);
  else if (!existsSync(listFile) || readFileSync(listFile, 'utf8') !== list)
    problems.push(
      `${basename(listFile)} is out of date: node scripts/check-licences.mjs --write, and look at what is new`,
    );
  finish(problems, `${rows.length} packages of others, all under licences that were agreed to.`);
}

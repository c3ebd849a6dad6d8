/**
 * Draws the compiled program, the packages of this workspace and the libraries it needs together into a few files, since
 * opening hundreds of small ones is most of what a short command costs. Programs that import `@bus/cli` get `dist`.
 */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, 'dist/bundle');
/** What CommonJS modules expect to find. */
const commonJs = `
import { createRequire as __createRequire } from 'node:module';
import { dirname as __dirnameOf } from 'node:path';
import { fileURLToPath as __pathOf } from 'node:url';
const require = __createRequire(import.meta.url);
const __filename = __pathOf(import.meta.url);
const __dirname = __dirnameOf(__filename);
`.replaceAll('\n', '');

rmSync(folder, { recursive: true, force: true });
const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: ['main', 'load-commands', 'help'].map(name => `dist/${name}.js`),
  outdir: 'dist/bundle',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  minifySyntax: true,
  minifyWhitespace: true,
  // The driver has a native part; the others serve oclif's development mode, which is off.
  external: ['serialport', 'typescript', 'ts-node', 'tsx'],
  // Modules instead of CommonJS, so that what is not used is left out.
  alias: { yaml: fileURLToPath(new URL('browser/index.js', packageOf('yaml'))) },
  banner: { js: commonJs },
  metafile: true,
  logLevel: 'warning',
});
writeManifest();
writeLicences(Object.keys(metafile.inputs));

function packageOf(name) {
  return new URL(`../node_modules/${name}/`, import.meta.url);
}

/** What oclif reads when it begins in this folder. */
function writeManifest() {
  const { name, version, description, engines, oclif } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  );
  const here = path => path.replace('./dist/', './');
  const settings = {
    ...oclif,
    helpClass: here(oclif.helpClass),
    commands: { ...oclif.commands, target: here(oclif.commands.target) },
  };
  const manifest = { name, version, description, private: true, type: 'module', engines, oclif: settings };
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** The licences of all libraries whose code is in the bundle: each asks to be kept with it. */
function writeLicences(inputs) {
  const folders = inputs.map(path => /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(path)?.[0]);
  const texts = [...new Set(folders.filter(Boolean))].sort().map(path => {
    const library = join(root, path);
    const { name, version, license } = JSON.parse(readFileSync(join(library, 'package.json'), 'utf8'));
    const file = readdirSync(library).find(each => /^licen[cs]e/i.test(each));
    const text =
      file && existsSync(join(library, file)) ? readFileSync(join(library, file), 'utf8').trim() : '';
    return `${name} ${version} (${license})\n\n${text}`;
  });
  writeFileSync(join(folder, 'THIRD-PARTY-LICENSES.txt'), `${texts.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`);
}

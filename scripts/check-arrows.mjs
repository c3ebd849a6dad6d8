/**
 * Checks who may import whom: the arrows of docs/architecture.md, as data, over every import in the workspace.
 *
 * Each import must be allowed by an arrow and declared in its own package.json, and outside the places that are meant
 * for Node no file may use `node:` modules, `Buffer`, `process` or `require`.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { filesBelow } from './lib/files.mjs';
import { finish } from './lib/report.mjs';

const published = [
  '@bus/codec',
  '@bus/line',
  '@bus/transport-node',
  '@bus/modbus',
  '@bus/dcon',
  '@bus/232drio',
  '@bus/sim',
  '@bus/cli',
];

/**
 * One row per package. `may`: the workspace packages and outside packages that its source may import; `files` adds some
 * for one file; `node`: it is meant for Node, but for the folders in `browser`. Packages marked `outside` may import
 * whatever they declare; those marked `inside` may reach for the built files of others that are not exported.
 */
export const arrows = {
  '@bus/codec': { may: [] },
  '@bus/line': { may: ['@bus/codec'] },
  '@bus/transport-node': { may: ['@bus/line', 'serialport'], node: true },
  '@bus/modbus': { may: ['@bus/codec', '@bus/line'], files: { 'src/node.ts': ['@bus/transport-node'] } },
  '@bus/dcon': { may: ['@bus/codec', '@bus/line'] },
  '@bus/232drio': { may: ['@bus/codec', '@bus/line'] },
  '@bus/sim': { may: ['@bus/codec', '@bus/line', '@bus/modbus', '@bus/dcon', '@bus/232drio'] },
  '@bus/cli': { may: published, outside: true, node: true },
  demo: {
    may: published,
    outside: true,
    node: true,
    browser: ['src/protocol/', 'src/client/', 'src/web/'],
  },
  benchmarks: { may: published, outside: true, node: true },
  chaos: { may: published, outside: true, node: true },
  interop: { may: published, outside: true, node: true },
  // What is attacked is mostly what nobody is meant to import.
  fuzz: { may: published, outside: true, node: true, inside: true },
};

const testTools = ['vitest', 'vitest/config', 'fast-check'];
const nodeGlobals = new Set(['Buffer', 'process', 'require', '__dirname', '__filename']);
const isTest = file => /\.test\.m?[jt]s$|\.fixture\.ts$|^test\/|^vitest\.config\.ts$/.test(file);
const isScript = file => /^(scripts|bin)\//.test(file);
const packageOf = specifier => specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
const isBuiltin = specifier => specifier.startsWith('node:') || builtinModules.includes(specifier);

/** Every import, re-export, `import()`, `import type`, `import('x').T` and `require()` of a file, and the Node globals it names. */
export function usesOf(file, text) {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const uses = [];
  const lineOf = node => source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
  const specifier = node => {
    if (node && ts.isStringLiteralLike(node)) uses.push({ line: lineOf(node), specifier: node.text });
    else if (node) uses.push({ line: lineOf(node), computed: true });
  };
  const visit = node => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) specifier(node.moduleSpecifier);
    else if (ts.isImportTypeNode(node)) specifier(node.argument.literal);
    else if (ts.isExternalModuleReference(node)) specifier(node.expression);
    else if (ts.isCallExpression(node) && isImportCall(node)) specifier(node.arguments[0]);
    if (ts.isIdentifier(node) && nodeGlobals.has(node.text) && isGlobalReference(node)) {
      uses.push({ line: lineOf(node), global: node.text });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return uses;
}

const isImportCall = ({ expression }) =>
  expression.kind === ts.SyntaxKind.ImportKeyword ||
  (ts.isIdentifier(expression) && expression.text === 'require');

/** An identifier that is not merely the name of a property or of something declared here; `globalThis.Buffer` counts. */
function isGlobalReference(node) {
  const { parent } = node;
  if (ts.isShorthandPropertyAssignment(parent)) return true;
  if (ts.isPropertyAccessExpression(parent) && parent.name === node) {
    return ts.isIdentifier(parent.expression) && parent.expression.text === 'globalThis';
  }
  if (ts.isQualifiedName(parent)) return parent.left === node;
  return (
    !('name' in parent && parent.name === node) && !('propertyName' in parent && parent.propertyName === node)
  );
}

/**
 * The broken rules of one file.
 *
 * @param {{ name: string, manifest: object, file: string, text: string, folder?: string }} unit `file` is relative to its package.
 */
export function violations({ name, manifest, file, text, folder = '/p' }) {
  const row = arrows[name];
  if (!row) return [{ line: 1, rule: `${name} has no row in the arrows of scripts/check-arrows.mjs` }];
  const forBrowsers = row.browser?.some(folder => file.startsWith(folder));
  const free = isTest(file) || isScript(file) || (row.node && !forBrowsers);
  const found = [];
  for (const { line, specifier, computed, global } of usesOf(file, text)) {
    const rule = global
      ? !free && `\`${global}\` exists only in Node, and ${name} runs in a browser too`
      : computed
        ? !free && 'an import must name its module in a string literal'
        : brokenBy(specifier, { name, manifest, row, file, free, folder });
    if (rule) found.push({ line, rule });
  }
  return found;
}

function brokenBy(specifier, { name, manifest, row, file, free, folder }) {
  if (/^\.\.?(\/|$)/.test(specifier)) return relativeRule(specifier, { row, file, folder });
  if (isBuiltin(specifier))
    return !free && `'${specifier}' exists only in Node, and ${name} runs in a browser too`;
  const wanted = packageOf(specifier);
  const helps = isTest(file) || isScript(file);
  if (helps && testTools.includes(specifier)) return undefined;
  const { dependencies = {}, peerDependencies = {}, devDependencies = {} } = manifest;
  const own = { ...dependencies, ...peerDependencies };
  const may = [...row.may, ...(row.files?.[file] ?? [])];
  const allowed =
    wanted === name ||
    may.includes(wanted) ||
    (row.outside && !wanted.startsWith('@bus/')) ||
    (helps && wanted in devDependencies);
  if (!allowed) return `${name} may not import '${wanted}' (it may: ${may.join(', ') || 'nothing'})`;
  const declared =
    wanted === name || wanted in own || ((helps || manifest.private) && wanted in devDependencies);
  return !declared && `'${wanted}' is not declared in the package.json of ${name}`;
}

/** Only a vitest.config.ts may reach out of its package, for the shared base, and what is marked `inside`. */
function relativeRule(specifier, { row, file, folder }) {
  const target = relative(folder, resolve(folder, dirname(file), specifier));
  if (!target.startsWith('..') || basename(target) === 'vitest.base.ts') return undefined;
  if (row.inside && /^\.\.[\\/](packages|apps)[\\/][\w-]+[\\/]dist[\\/]/.test(target)) return undefined;
  return `'${specifier}' reaches into another package: import it by its name`;
}

/** Reads all packages and returns the lines to print. */
export function checkWorkspace(root) {
  const report = [];
  const seen = new Set();
  for (const folder of packageFolders(root)) {
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    seen.add(manifest.name);
    for (const file of sourceFiles(folder)) {
      const text = readFileSync(join(folder, file), 'utf8');
      for (const { line, rule } of violations({ name: manifest.name, manifest, file, text, folder })) {
        report.push(`${relative(root, join(folder, file))}:${line}: ${rule}`);
      }
    }
  }
  for (const name of Object.keys(arrows))
    if (!seen.has(name)) report.push(`arrows: there is no package ${name}`);
  return report;
}

function packageFolders(root) {
  const groups = ['packages', 'apps'].flatMap(group =>
    readdirSync(join(root, group)).map(name => join(root, group, name)),
  );
  return ['benchmarks', 'chaos', 'interop', 'fuzz']
    .map(name => join(root, name))
    .concat(groups)
    .filter(folder => existsSync(join(folder, 'package.json')));
}

const sourceFiles = folder =>
  filesBelow(folder).filter(file => /\.(m|c)?[jt]sx?$/.test(file) && !file.startsWith('assembly/'));

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  finish(checkWorkspace(fileURLToPath(new URL('..', import.meta.url))), 'All imports follow the arrows.');
}

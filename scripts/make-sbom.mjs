/**
 * Writes a bill of materials for each published package to `sbom/`, as CycloneDX 1.6: what it consists of when it is
 * installed, with versions and licences. The same lockfile gives the same bytes, so there is no time and no serial number in it.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Enums, Models, Serialize, Spec } from '@cyclonedx/cyclonedx-library';
import Ajv from 'ajv';
import { PackageURL } from 'packageurl-js';
import { dependenciesOf, manifestOf, publishedFolders } from './lib/production-dependencies.mjs';
import { finish } from './lib/report.mjs';
import { root } from './lib/run.mjs';

const schemas = join(
  dirname(createRequire(import.meta.url).resolve('@cyclonedx/cyclonedx-library/package.json')),
  'res/schema',
);
const schema = name => JSON.parse(readFileSync(join(schemas, `${name}.SNAPSHOT.schema.json`), 'utf8'));

const purlOf = (name, version) => {
  const [scope, bare] = name.startsWith('@') ? name.split('/') : [undefined, name];
  return new PackageURL('npm', scope, bare, version, undefined, undefined).toString();
};

function componentOf({ name, version, licence }, type = Enums.ComponentType.Library) {
  const [group, bare] = name.startsWith('@') ? name.split('/') : [undefined, name];
  const purl = purlOf(name, version);
  const component = new Models.Component(type, bare, { group, version, bomRef: purl, purl });
  const isExpression = /\s(OR|AND)\s/.test(licence);
  component.licenses.add(
    isExpression ? new Models.LicenseExpression(licence) : new Models.SpdxLicense(licence),
  );
  return component;
}

/**
 * The bill of one package, as JSON text.
 *
 * @param {{ name: string, version: string, licence: string }} product
 * @param {{ name: string, version: string, licence: string, folder: string, needs: string[] }[]} dependencies
 * @param {string[]} direct folders of those that it needs itself.
 */
export function billOf(product, dependencies, direct) {
  const main = componentOf(product);
  const components = new Map(dependencies.map(dependency => [dependency.folder, componentOf(dependency)]));
  const link = (component, needs) => {
    for (const need of needs) component.dependencies.add(components.get(need).bomRef);
  };
  link(main, direct);
  for (const { folder, needs } of dependencies) link(components.get(folder), needs);
  const bom = new Models.Bom({ metadata: new Models.Metadata({ component: main }) });
  for (const component of components.values()) bom.components.add(component);
  const serializer = new Serialize.JsonSerializer(new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6));
  return `${serializer.serialize(bom, { sortLists: true, space: 2 })}\n`;
}

let validate;

/** What in a bill does not conform to the schema of CycloneDX; empty when nothing. */
export function faultsOf(text) {
  if (validate === undefined) {
    const ajv = new Ajv({ strict: false, validateFormats: false });
    for (const name of ['spdx', 'jsf-0.82', 'cryptography-defs'])
      ajv.addSchema(schema(name), `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json`);
    validate = ajv.compile(schema('bom-1.6'));
  }
  if (validate(JSON.parse(text))) return [];
  return validate.errors.map(({ instancePath, message }) => `${instancePath} ${message}`);
}

/** The bills of all published packages: file name and text of each. */
export function bills() {
  return publishedFolders().map(folder => {
    const { name, version, license } = manifestOf(folder);
    const { direct, all } = dependenciesOf(folder);
    const file = `${name.replace('@', '').replace('/', '-')}.cdx.json`;
    return { file, text: billOf({ name, version, licence: license }, all, direct) };
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = join(root, 'sbom');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const all = bills();
  for (const { file, text } of all) writeFileSync(join(folder, file), text);
  const problems = all.flatMap(({ file, text }) => faultsOf(text).map(fault => `${file}: ${fault}`));
  finish(problems, `${all.length} bills of materials in sbom/, all as CycloneDX 1.6 wants them.`);
}

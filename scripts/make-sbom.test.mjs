import { describe, expect, it } from 'vitest';
import { billOf, bills, faultsOf } from './make-sbom.mjs';

const product = { name: '@bus/some', version: '1.2.3', licence: 'MIT' };
const dependency = (name, needs = [], licence = 'ISC') => ({
  name,
  version: '2.0.0',
  licence,
  folder: name,
  needs,
});

describe('a bill of materials', () => {
  it('names every part with version, licence and package URL, and what each of them needs', () => {
    const parts = [dependency('@x/a', ['b']), dependency('b', [], '(MIT OR CC0-1.0)')];
    const text = billOf(product, parts, ['@x/a']);
    expect(faultsOf(text)).toEqual([]);
    const { metadata, components, dependencies } = JSON.parse(text);
    expect(metadata.component.purl).toBe('pkg:npm/%40bus/some@1.2.3');
    expect(
      components.map(({ purl, licenses }) => [purl, licenses[0].license?.id ?? licenses[0].expression]),
    ).toEqual([
      ['pkg:npm/%40x/a@2.0.0', 'ISC'],
      ['pkg:npm/b@2.0.0', '(MIT OR CC0-1.0)'],
    ]);
    expect(Object.fromEntries(dependencies.map(({ ref, dependsOn }) => [ref, dependsOn ?? []]))).toEqual({
      'pkg:npm/%40bus/some@1.2.3': ['pkg:npm/%40x/a@2.0.0'],
      'pkg:npm/%40x/a@2.0.0': ['pkg:npm/b@2.0.0'],
      'pkg:npm/b@2.0.0': [],
    });
  });

  it('that breaks the schema is told to', () => {
    const bill = JSON.parse(billOf(product, [], []));
    expect(faultsOf(JSON.stringify({ ...bill, components: [{ name: 'x' }] }))).not.toEqual([]);
  });

  it('of every published package conforms, and is the same each time', () => {
    const first = bills();
    expect(first.map(({ file }) => file)).toContain('bus-cli.cdx.json');
    for (const { file, text } of first) expect([file, faultsOf(text)]).toEqual([file, []]);
    expect(bills()).toEqual(first);
  });
});

import { UsageError } from '@bus/line';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allCommands } from '../commands/index.js';
import { isLead } from './leads.js';
import { type AnyFields, compileTemplate, type Template } from './template.js';

/** Fields that fit a template, made from its source. */
function fieldsOf(source: string): fc.Arbitrary<AnyFields> {
  const fields = [...source.matchAll(/\{(\w+):([^}]+)\}/g)].map(([, name, kind]) => [name!, kind!] as const);
  return fc.record(Object.fromEntries(fields.map(([name, kind]) => [name, fieldValue(kind)])));
}

function fieldValue(kind: string): fc.Arbitrary<number | string> {
  const width = Number(kind.slice(1));
  if (kind.startsWith('[')) return fc.constantFrom(...kind.slice(1, -1));
  if (kind.startsWith('h')) return fc.nat(16 ** width - 1);
  if (kind.startsWith('d')) return fc.nat(10 ** width - 1);
  if (kind === 'b') return fc.nat(1);
  if (kind === 'v') return fc.constantFrom('05.000', '+05.000', '-1', '800');
  if (kind === 'r') return fc.constantFrom('+025.12', '+9999-0000', '       ');
  if (kind === 'x') return fc.constantFrom('7FFF', '7FFF    ');
  return fc.constantFrom('7044', 'A2.0', 'HELLO');
}

const templates: [string, Template][] = allCommands.flatMap(({ name, request, answers }) =>
  [request, ...answers].map(template => [`${name}: ${template.source}`, template] as [string, Template]),
);

describe('the forms of requests and answers', () => {
  it.each(templates)('%s comes back as it was written, for every address', (_, template) => {
    fc.assert(
      fc.property(fc.nat(255), fieldsOf(template.source), (address, fields) => {
        const decoded = template.decode(template.encode(address, fields));
        expect(decoded).toEqual({ address: template.addressed ? address : undefined, fields: { ...fields } });
      }),
      { numRuns: 40 },
    );
  });

  it.each(templates)('%s has a lead in front and nowhere else', (_, template) => {
    fc.assert(
      fc.property(fc.nat(255), fieldsOf(template.source), (address, fields) => {
        const [lead, ...rest] = template.encode(address, fields);
        expect(isLead(lead!)).toBe(true);
        expect(rest.some(isLead)).toBe(false);
      }),
      { numRuns: 20 },
    );
  });

  it('refuses fields that do not fit', () => {
    const template = compileTemplate('#AA{group:[1A]}{channel:h1}0{on:b}');
    for (const fields of [{ group: 'B' }, { channel: 16 }, { channel: -1 }, { channel: 0.5 }, { on: 2 }])
      expect(() => template.encode(1, { group: '1', channel: 0, on: 0, ...fields })).toThrow(UsageError);
    expect(() => template.encode(1, {})).toThrow(UsageError);
  });

  it('text may not contain what begins a frame', () => {
    const rename = compileTemplate('~AAO{name:t}');
    expect(() => rename.encode(1, { name: 'A>B' })).toThrow(UsageError);
  });

  it('small letters are not the same', () => {
    expect(compileTemplate('$AA2').decode('$0a2')).toBeUndefined();
    expect(compileTemplate('!AA{mask:h2}').decode('!01ff')).toBeUndefined();
  });
});

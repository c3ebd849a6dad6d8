import { describe, expect, it } from 'vitest';
import { listOf, objectionTo, withoutText } from './check-licences.mjs';

const policy = {
  permissive: ['MIT', 'ISC'],
  signedOff: { odd: { licence: 'BlueOak-1.0.0', reason: 'as MIT' } },
};
const objection = (licence, name = 'some') => objectionTo({ name, version: '1.0.0', licence }, policy);

describe('a licence', () => {
  it.each(['MIT', '(MIT OR GPL-3.0)', '(MIT AND ISC)', 'ISC OR GPL-2.0'])('%s is agreed to', licence => {
    expect(objection(licence)).toBeUndefined();
  });

  it.each(['GPL-3.0', '(MIT AND GPL-3.0)', 'none', 'UNLICENSED', 'BlueOak-1.0.0'])('%s is not', licence => {
    expect(objection(licence)).toContain(`some 1.0.0 is under ${licence}`);
  });

  it('is agreed to for one package where that was signed off, as long as it stays the same', () => {
    expect(objection('BlueOak-1.0.0', 'odd')).toBeUndefined();
    expect(objection('GPL-3.0', 'odd')).toContain('GPL-3.0');
  });
});

describe('the notices of a bundle', () => {
  it('name the libraries whose licence has no text', () => {
    const line = '-'.repeat(80);
    const text = `a 1.0.0 (MIT)\n\n${'Permission is hereby granted. '.repeat(9)}\n\n${line}\n\nb 2.0.0 (ISC)\n\n`;
    expect(withoutText(text)).toEqual(['b 2.0.0 (ISC)']);
  });
});

it('the list says who needs a package, and whether its code is carried along', () => {
  const row = { name: 'a', version: '1.0.0', licence: 'MIT', users: ['@bus/cli', '@bus/sim'], bundled: true };
  expect(listOf([row])).toContain('| a | 1.0.0 | MIT | @bus/cli, @bus/sim | yes |');
});

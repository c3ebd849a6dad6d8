import { beforeAll, describe, expect, it } from 'vitest';
import { binomial, countDamage, type DamageCount } from './count-damage.js';
import { damageCases } from './damage-cases.js';
import { damageTable, share } from './damage-table.js';
import { everyFlip, everyInsertion, everyLoss, everyReplacement } from './patterns.js';
import { replaceMarked } from './replace-marked.js';

const NAMES = [
  'Modbus RTU, 1 register',
  'Modbus RTU, 10 registers',
  'Modbus RTU, 125 registers',
  'Modbus ASCII, 1 register',
  'DCON, checksum on',
  'DCON, as delivered',
  '232DRIO, harsh mode',
  '232DRIO, normal mode',
] as const;
type Name = (typeof NAMES)[number];

const counted = new Map<string, readonly DamageCount[]>();
const of = (name: Name, damage: string) => counted.get(name)!.find(count => count.damage === damage)!;

beforeAll(async () => {
  for (const damageCase of await damageCases()) {
    counted.set(damageCase.name, await countDamage(damageCase, 10_000));
  }
}, 120_000);

describe('damage to an answer', () => {
  it('is counted for each protocol', () => {
    expect([...counted.keys()]).toEqual([...NAMES]);
  });

  it.each([
    ...(['1 bit inverted', '2 bits inverted', '3 bits inverted', '1 byte replaced'] as const).flatMap(
      damage => NAMES.slice(0, 3).map(name => [name, damage] as const),
    ),
    ...(['1 byte lost', '2 bytes lost'] as const).flatMap(damage =>
      NAMES.slice(0, 7).map(name => [name, damage] as const),
    ),
    ...(['1 bit inverted', '1 byte replaced', '1 byte added'] as const).flatMap(damage =>
      (['Modbus ASCII, 1 register', 'DCON, checksum on', '232DRIO, harsh mode'] as const).map(
        name => [name, damage] as const,
      ),
    ),
  ])('of %s never becomes a wrong value when there is %s', (name, damage) => {
    const { patterns, wrong, refusals } = of(name, damage);
    expect(patterns).toBeGreaterThan(0);
    expect([wrong, refusals]).toEqual([0, 0]);
  });

  it('that no checksum can see is found by the count, so that the count can fail', () => {
    expect(of('DCON, as delivered', '1 bit inverted').wrong).toBeGreaterThan(0);
    expect(of('232DRIO, normal mode', '1 bit inverted')).toMatchObject({ patterns: 8, wrong: 3 });
    expect(of('Modbus ASCII, 1 register', '2 bits inverted')).toMatchObject({
      exhaustive: true,
      patterns: 7140,
    });
    expect(of('Modbus ASCII, 1 register', '2 bits inverted').wrong).toBeGreaterThan(0);
  });
});

describe('patterns of damage', () => {
  const bytes = Uint8Array.of(0x01, 0x80, 0xff);

  it.each([1, 2, 3])('invert each choice of %d bits once', count => {
    const all = new Set<string>();
    for (const damaged of everyFlip(bytes, count)) {
      expect(weigh(damaged, bytes)).toBe(count);
      all.add(damaged.join());
    }
    expect(all.size).toBe(binomial(24, count));
  });

  it('lose, add and replace at every place', () => {
    expect([...everyLoss(bytes, 2)].map(String)).toEqual(['255', '1']);
    expect([...everyInsertion(bytes)]).toHaveLength(4 * 256);
    const replaced = new Set<string>();
    for (const damaged of everyReplacement(bytes)) replaced.add(damaged.join());
    expect(replaced.size).toBe(3 * 255);
  });
});

describe('the table', () => {
  it('says how often, and whether all patterns were tried', () => {
    const count = { damage: 'x', exhaustive: true, patterns: 367_290, wrong: 24, refusals: 0, right: 0 };
    expect(share(count)).toBe('1 in 15,304');
    expect(share({ ...count, wrong: 0, exhaustive: false })).toBe('~0 of 367,290');
    expect(share(undefined)).toBe('–');
    expect(damageTable([])).toContain('damage to the answer');
  });

  it('goes between its marks, and nowhere else', () => {
    const page = 'a\n<!-- damage:begin by this -->\nold\n<!-- damage:end -->\nb';
    expect(replaceMarked(page, 'damage', 'new')).toBe(
      'a\n<!-- damage:begin by this -->\n\nnew\n\n<!-- damage:end -->\nb',
    );
    expect(() => replaceMarked('none', 'damage', 'new')).toThrow('no marks');
  });
});

function weigh(one: Uint8Array, other: Uint8Array): number {
  return one.reduce((sum, byte, at) => sum + (byte ^ other[at]!).toString(2).replaceAll('0', '').length, 0);
}

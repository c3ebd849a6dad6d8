import { UsageError } from '@bus/line';
import { analogFamilies } from './analog.js';
import { counterFamilies } from './counters.js';
import { digitalFamilies } from './digital.js';
import type { Family } from './family.js';

/** Every family that typed methods know. */
export const families: readonly Family[] = [...digitalFamilies, ...analogFamilies, ...counterFamilies];

const byName = new Map(
  families.flatMap(family => [family.name, ...(family.aliases ?? [])].map(name => [name, family])),
);

/**
 * The family of a model by the name that it answers to `$AAM`: `7044`, `M7065`, `7080D`. A name that is not in the table
 * has no family, however similar it looks: another letter may mean another number of channels.
 */
export function familyOf(name: string): Family | undefined {
  const plain = name
    .trim()
    .toUpperCase()
    .replace(/^(ADAM-?|[IM]-?)/, '')
    .replace('-', '');
  return byName.get(plain) ?? byName.get(plain.replace(/D$/, ''));
}

/** @throws {UsageError} no family has that name. */
export function requireFamily(name: string): Family {
  const family = familyOf(name);
  if (family !== undefined) return family;
  throw new UsageError(`there is no module family '${name}'`, {
    hint: `Known are ${[...byName.keys()].join(', ')}. Others can be asked with command().`,
  });
}

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { methods } from '../protocol/methods.js';
import { type Flag, flagNames, flags, flagUsage } from './settings/flags.js';
import { readSettings } from './settings/read-settings.js';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const section = (title: string) => readme.split(`\n## ${title}\n`)[1]!.split('\n## ')[0]!;
const rows = (title: string) =>
  section(title)
    .split('\n')
    .filter(line => line.startsWith('| `'))
    .map(line => line.split(/(?<!\\)\|/).map(cell => cell.trim().replaceAll('\\|', '|')));

/** The names of a method's parameters, with `?` behind those that may be left out. */
function parametersOf(name: keyof typeof methods): string {
  const schema = methods[name];
  const { entries } = schema.type === 'optional' ? schema.wrapped : schema;
  return Object.entries(entries)
    .map(([parameter, { type }]) => (type === 'optional' ? `${parameter}?` : parameter))
    .join(', ');
}

describe('the README', () => {
  it('lists every flag as the help does', () => {
    const expected = flagNames.map(name => {
      const { text, multiple }: Flag = flags[name];
      return [`\`${flagUsage(name)}\``, multiple ? `${text} Repeatable.` : text];
    });
    expect(rows('Flags').map(([, flag, text]) => [flag, text])).toEqual(expected);
  });

  it('lists every method with its parameters', () => {
    const names = Object.keys(methods) as (keyof typeof methods)[];
    const told = rows('JSON-RPC').filter(cells => cells.length === 6);
    expect(told.map(([, method, parameters]) => [method, parameters!.replaceAll('`', '')])).toEqual(
      names.map(name => [`\`${name}\``, parametersOf(name)]),
    );
  });

  it('shows a configuration file that the server takes', async () => {
    const [, yaml] = /```yaml\n(.*?)```/s.exec(section('Configuration file'))!;
    const settings = await readSettings(['--config', 'plant.yaml'], { env: {}, read: async () => yaml! });
    expect(settings).toMatchObject({
      lines: [{ id: 'hall' }, { id: 'cabinet' }],
      instruments: [{ id: 'oven' }, { id: 'lamps', address: 10 }, { id: 'door' }, { id: 'meter' }],
      doors: { httpPort: 8044, tcpPort: false, limits: { clients: 8 } },
    });
  });

  it('shows command lines that the server takes', async () => {
    const commands = [...readme.replaceAll(/ \\\n +/g, ' ').matchAll(/^ {4}npm run demo -- (.+)$/gm)];
    expect(commands.length).toBeGreaterThan(1);
    for (const [, args] of commands)
      expect(await readSettings(args!.split(' '), { env: {} })).toHaveProperty('instruments');
  });
});

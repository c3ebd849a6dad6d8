import { describe, expect, it } from 'vitest';
import { documentOf, tablesIn, tablesOf } from './lib/interop-table.mjs';

const trial = (what, more = {}) => ({ peer: 'libmodbus', role: 'server', wire: 'TCP', what, ...more });
const nameOf = what => ({ 3: 'read holding registers' })[what];

describe('the table of interoperability', () => {
  it('has a row for each thing that was tried, functions first and by number', () => {
    const tables = tablesOf([trial('exceptions'), trial('16'), trial('3')], nameOf);
    const rows = tables.split('\n').filter(line => line.endsWith('yes |'));
    expect(rows).toEqual(['| 3 read holding registers | yes |', '| 16 | yes |', '| exceptions | yes |']);
  });

  it('has a column for each peer and wire, and a dash where nothing was tried', () => {
    const tables = tablesOf([trial('3'), trial('6', { wire: 'RTU' })], nameOf);
    expect(tables).toContain('|  | libmodbus RTU | libmodbus TCP |');
    expect(tables).toContain('| 3 read holding registers | – | yes |');
    expect(tables).toContain('| 6 | yes | – |');
  });

  it('says what a peer does otherwise once, and refers to it', () => {
    const silent = { note: 'it does not answer' };
    const tables = tablesOf([trial('3', silent), trial('6', silent)], nameOf);
    expect(tables).toContain('| 6 | note 1 |');
    expect(tables.match(/libmodbus: it does not answer\./g)).toHaveLength(1);
  });

  it('keeps the two directions apart', () => {
    const tables = tablesOf([trial('3'), trial('3', { role: 'client', peer: 'mbpoll' })], nameOf);
    const [theirServers, theirClients] = tables.split('## Their clients');
    expect(theirServers).not.toContain('mbpoll');
    expect(theirClients).toContain('| 3 read holding registers | yes |');
  });

  it('is found again in its document, whatever the date and versions', () => {
    const tables = tablesOf([trial('3')], nameOf);
    const document = documentOf({ date: '2026-01-01', versions: { libmodbus: '3.1.6' }, tables });
    expect(document).toContain('- libmodbus 3.1.6');
    expect(tablesIn(document)).toBe(tables.trim());
    expect(tablesIn('# Something else')).toBe('');
  });
});

import { describe, expect, it } from 'vitest';
import { readOptions } from './options.js';
import { allSubjects } from './subjects/all-subjects.js';

const read = (...args: string[]) => readOptions(args, allSubjects);

describe('the command line of the matrix', () => {
  it('asks for 100,000 exchanges over all cells by default', () => {
    const { exchanges, seed, cells } = read();
    expect([exchanges, seed]).toEqual([100_000, 1]);
    expect(cells.length).toBeGreaterThan(400);
  });

  it('chooses cells by framing, fault, client and callers, also where a name has a comma', () => {
    const { cells } = read(
      ...['--only', 'rtu,ascii', '--fault', 'doubled, 16 ms batches,silence', '--callers', '4'],
      ...['--client', '@bus/modbus, no retries'],
    );
    expect(
      cells.map(({ subject, framing, fault, callers }) => [subject.name, framing, fault.name, callers]),
    ).toEqual(
      ['rtu', 'ascii'].flatMap(framing =>
        ['doubled, 16 ms batches', 'silence'].map(fault => ['@bus/modbus, no retries', framing, fault, 4]),
      ),
    );
  });

  it("takes other packages' clients in only where they are asked for", () => {
    const rival = { ...allSubjects[0]!, name: 'another', rival: true };
    const clients = (...args: string[]) => [
      ...new Set(readOptions(args, [...allSubjects, rival]).cells.map(({ subject }) => subject.name)),
    ];
    expect(clients()).toEqual(allSubjects.map(({ name }) => name));
    expect(clients('--rivals')).toEqual([...clients(), 'another']);
    expect(clients('--client', 'another')).toEqual(['another']);
    expect(readOptions(['--rivals'], [rival]).rivalsInDetail).toBe(false);
    expect(readOptions(['--client', 'another'], [rival]).rivalsInDetail).toBe(true);
  });

  it('says what there is when it is asked for something else', () => {
    expect(() => read('--only', 'profibus')).toThrow('--only must be among rtu; ascii; tcp');
    expect(() => read('--exchanges', '0')).toThrow('--exchanges must be a whole number from 1 on, not 0');
    expect(() => read('--only', 'tcp', '--fault', 'echo whole')).toThrow(
      'no cell of the matrix is all of that',
    );
  });

  it('makes the page from the results of several runs', () => {
    expect(read('--write-docs').writeDocs).toEqual(['results.json']);
    expect(read('--write-docs', 'a.json,b.json').writeDocs).toEqual(['a.json', 'b.json']);
  });
});

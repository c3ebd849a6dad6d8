import { describe, expect, it } from 'vitest';
import { type Carelessness, carelessSubject } from './careless-subject.fixture.js';
import { type Choice, cellsOf } from './cell.js';
import { describeWrong } from './describe-wrong.js';
import { allFaults } from './faults/all-faults.js';
import { type CellResult, runMatrix } from './run-matrix.js';
import { modbusSubject } from './subjects/modbus-subject.js';
import { addCounts } from './tally.js';

const ours = modbusSubject('@bus/modbus');

/** Runs a careless client through some cells. */
function careless(carelessness: Carelessness, choice: Choice, exchanges = 400): Promise<CellResult[]> {
  const cells = cellsOf([carelessSubject(carelessness)], allFaults, { framings: ['rtu'], ...choice });
  return runMatrix({ cells, seed: 1, exchanges: exchanges * cells.length });
}

const total = (results: readonly CellResult[]) => addCounts(results.map(({ counts }) => counts));

describe('a client that takes the first frame that comes', () => {
  it.each([
    'bit flips',
    'extra bytes before',
    'extra bytes inside',
    'late in order',
    'late and reordered',
    'another unit',
    'another function',
    'echo whole',
    'echo partial',
    'echo corrupt',
    'foreign master before',
    'doubled, 16 ms batches',
    'late and reordered, 16 ms batches',
    'everything at once',
  ])('is found out by: %s', async fault => {
    for (const { counts, wrongs } of await careless({}, { faults: [fault] })) {
      expect(counts.wrong).toBeGreaterThan(0);
      expect(wrongs[0]!.events.length).toBeGreaterThan(10);
    }
  });

  it.each(['none', 'every chunking', 'slow device', 'silence'])(
    'is no worse than others where nothing is wrong: %s',
    async fault => {
      expect(total(await careless({}, { faults: [fault] })).wrong).toBe(0);
    },
  );
});

describe('the matrix', () => {
  it('finds a client that confirms a write which the device never heard of', async () => {
    const [{ counts, wrongs }] = (await careless({ confirmsWrites: true }, { faults: ['request lost'] })) as [
      CellResult,
    ];
    expect(counts.wrong).toBeGreaterThan(0);
    expect(wrongs[0]).toMatchObject({ got: 'confirmed', question: { kind: 'write-register' } });
  });

  it('finds a client that says of a write which was carried out that it was not', async () => {
    const denied = await careless({ deniesWrites: true }, { faults: ['silence'] });
    expect(total(denied).wrong).toBeGreaterThan(0);
    expect(total(await careless({}, { faults: ['silence'] })).wrong).toBe(0);
  });

  it('counts calls that never end, and goes on behind them', async () => {
    const { hangs, right } = total(await careless({ waitsForEver: true }, { faults: ['silence'] }));
    expect(hangs).toBeGreaterThan(2);
    expect(right).toBeGreaterThan(hangs);
  });

  it('counts rejections that nobody handles', async () => {
    const results = await careless({ forgetsErrors: true }, { faults: ['silence'] });
    const { rejections, errors } = total(results);
    expect(rejections).toBe(Object.values(errors).reduce((sum, count) => sum + count, 0));
    expect(rejections).toBeGreaterThan(0);
    expect(results[0]!.escaped[0]).toContain('nobody answered');
  });

  it('gives the same counts and the same bytes for the same seed, and others for another', async () => {
    const cells = cellsOf([ours], allFaults, { faults: ['everything at once'] });
    const run = (seed: number) => runMatrix({ cells, seed, exchanges: 2000 });
    const first = await run(3);
    expect(await run(3)).toEqual(first);
    const sums = (results: readonly CellResult[]) => results.map(({ counts }) => counts.wire);
    expect(sums(await run(4))).not.toEqual(sums(first));
  });

  it('replays one cell, and one block of it, as it was among all others', async () => {
    const all = await runMatrix({
      cells: cellsOf([ours], allFaults, { framings: ['rtu'] }),
      seed: 5,
      exchanges: 1200,
    });
    const choice = { framings: ['rtu'], faults: ['late and reordered'] };
    const alone = await runMatrix({
      cells: cellsOf([ours], allFaults, choice),
      seed: 5,
      exchanges: 2 * Math.ceil(1200 / all.length),
    });
    expect(alone).toEqual(all.filter(({ fault }) => fault === 'late and reordered'));
    const cells = cellsOf([carelessSubject()], allFaults, choice).slice(0, 1);
    const [whole] = (await runMatrix({ cells, seed: 5, exchanges: 1000 })) as [CellResult];
    const [second] = (await runMatrix({ cells, seed: 5, exchanges: 500, firstBlock: 1 })) as [CellResult];
    expect(whole.wrongs[1]).toEqual(second.wrongs[0]);
    expect(describeWrong(second, second.wrongs[0]!, 5)).toContain(
      "--fault 'late and reordered' --callers 1 --block 1",
    );
  });

  it('tells a value that no checksum could show to be wrong from a wrong one', async () => {
    const cells = cellsOf([ours], allFaults, { framings: ['tcp'], faults: ['bit flips'] });
    const { unseen, wrong } = total(await runMatrix({ cells, seed: 1, exchanges: 2000 }));
    expect(unseen).toBeGreaterThan(0);
    expect(wrong).toBe(0);
  });
});

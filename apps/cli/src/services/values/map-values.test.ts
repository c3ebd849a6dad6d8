import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { virtualContext } from '../../../test/virtual-context.js';
import { readAll } from './read-all.js';
import { dryRunOfWrite } from './write-all.js';

const port = '/dev/ttyUSB1';

describe('the values of points', () => {
  let folder: string;
  let map: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bus-map-'));
    map = join(folder, 'plant.csv');
  });
  afterEach(() => rm(folder, { recursive: true }));

  const points = (...rows: string[]) =>
    writeFile(map, `name,unit,address,type,decimals,writable,min,max\n${rows.join('\n')}\n`);
  const write = (value: string) =>
    dryRunOfWrite({ port, map, points: ['goal'], values: [value] }, virtualContext().context);

  it('are never rounded in silence where a number cannot hold all digits', async () => {
    await points('meter.energy,1,100,uint64,2,,,', 'meter.goal,1,100,uint64,2,true,,');
    const { context, bank } = virtualContext();
    // 12345678901234567891, which is 123456789012345678.91.
    for (const [index, word] of [0xab54, 0xa98c, 0xeb1f, 0x0ad3].entries())
      bank.holdingRegisters.set(100 + index, word);
    await expect(readAll({ port, map, points: ['energy'] }, context)).rejects.toMatchObject({
      code: 'malformed',
      message: expect.stringContaining('123456789012345678.91 has more digits than a number can hold'),
    });
    await expect(write('123456789012345678.91')).rejects.toMatchObject({ code: 'bad-argument' });
    expect((await write('12345678.91')).requests).toHaveLength(1);
  });

  it.each([
    ['float32', '21.7'],
    ['float32', '0.7'],
    ['float16', '0.1'],
    ['float16', '3.3'],
    ['uint64', '9007199254740993'],
    ['uint64', '18446744073709551615'],
    ['int64', '-9007199254740993'],
  ])('of the type %s may be their own limit, %s', async (type, limit) => {
    await points(`oven.goal,1,100,${type},,true,${limit},${limit}`);
    expect((await write(limit)).requests).toHaveLength(1);
  });

  it.each([
    ['float32', '21.7', '21.70001'],
    ['float32', '21.7', '21.69999'],
    ['uint64', '9007199254740993', '9007199254740992'],
    ['uint64', '9007199254740993', '9007199254740994'],
    ['int64', '-9007199254740993', '-9007199254740994'],
  ])('of the type %s are refused beside the limit %s when they are %s', async (type, limit, value) => {
    await points(`oven.goal,1,100,${type},,true,${limit},${limit}`);
    await expect(write(value)).rejects.toThrow('the limit of oven.goal');
  });
});

describe('values for several places', () => {
  const write = (addresses: string[], values: string[], bit?: number) =>
    dryRunOfWrite(
      { port, units: '1', addresses, values, ...(bit === undefined ? {} : { bit }) },
      virtualContext().context,
    );

  it.each([
    [['24,25'], ['1', '2']],
    [['24', '24'], ['1']],
    [
      ['24-25', 'HR:25'],
      ['1', '2'],
    ],
    [
      ['co:1', 'co:2'],
      ['on', 'off'],
    ],
  ])('are refused for %j when there are %j, since one would overwrite another', async (addresses, values) => {
    await expect(write(addresses, values)).rejects.toMatchObject({ code: 'bad-argument' });
  });

  it.each([
    [['24,25'], ['1']],
    [
      ['24', '26'],
      ['1', '2'],
    ],
    [['24', 'co:24'], ['1']],
  ])('are sent to %j when there are %j', async (addresses, values) => {
    expect((await write(addresses, values)).requests).toHaveLength(2);
  });
});

describe('a dry run of a broadcast', () => {
  const basis = { port, units: '0', addresses: ['24'], values: ['1'] };

  it('refuses what the command itself refuses', async () => {
    const { context } = virtualContext();
    expect((await dryRunOfWrite(basis, context)).requests).toHaveLength(1);
    await expect(dryRunOfWrite({ ...basis, verify: true }, context)).rejects.toThrow('nobody answers it');
  });
});

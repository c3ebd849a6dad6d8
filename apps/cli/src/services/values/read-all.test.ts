import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UsageError } from '@bus/line';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { virtualContext } from '../../../test/virtual-context.js';
import { dryRun, readRequest } from './dry-run.js';
import { type Meant, meantTargets } from './meant-targets.js';
import { type ReadEvent, readAll, readStream } from './read-all.js';
import { dryRunOfWrite, writeAll } from './write-all.js';

const port = '/dev/ttyUSB1';
const quick = { port, timeout: 5, retries: 0 };

describe('the places that are meant', () => {
  const places = async (meant: Meant) =>
    (await meantTargets(meant)).map(({ unit, table, address, size }) => [unit, table, address, size]);

  it('are every address of every unit', async () => {
    expect(await places({ units: '1,3-4', addresses: ['289, 0x10', 'IR:7'] })).toEqual(
      [1, 3, 4].flatMap(unit => [
        [unit, 'holding', 289, 1],
        [unit, 'holding', 16, 1],
        [unit, 'input', 7, 1],
      ]),
    );
  });

  it.each<[Partial<Meant>, string, number, number]>([
    [{ addresses: ['289-292'] }, 'holding', 289, 4],
    [{ addresses: ['0x10-0x13'] }, 'holding', 16, 4],
    [{ addresses: ['4x290-293'] }, 'holding', 289, 4],
    [{ addresses: ['%MW5-8'], type: 'float32' }, 'holding', 5, 4],
    [{ addresses: ['co:5-8'] }, 'coil', 5, 4],
    [{ entities: ['40290-40293'] }, 'holding', 289, 4],
    [{ addresses: ['5'], count: 3, type: 'uint64' }, 'holding', 5, 12],
    [{ addresses: ['5'], table: 'discrete', count: 3 }, 'discrete', 5, 3],
  ])('%j are %s %i, %i of them', async (meant, table, address, size) => {
    expect(await places({ units: '1', ...meant })).toEqual([[1, table, address, size]]);
  });

  it.each<[string, Meant]>([
    ['no unit', { addresses: ['1'] }],
    ['no address', { units: '1' }],
    ['a range that runs backwards', { units: '1', addresses: ['5-4'] }],
    ['a range of half a value', { units: '1', addresses: ['5-7'], type: 'float32' }],
    ['a range and a count', { units: '1', addresses: ['5-6'], count: 2 }],
    ['signed and a type', { units: '1', addresses: ['5'], signed: true, type: 'uint16' }],
    ['a type of coils', { units: '1', addresses: ['co:5'], type: 'uint16' }],
    ['a point without a map', { points: ['a.b'] }],
    ['a map without points', { map: 'x.yaml' }],
    ['a point and an address', { map: 'x.yaml', points: ['a.b'], addresses: ['1'] }],
  ])('are refused with %s', async (_, meant) => {
    await expect(meantTargets(meant)).rejects.toThrow(UsageError);
  });
});

describe('reading many', () => {
  it('tells of each what it says, or why not', async () => {
    const { context } = virtualContext();
    const result = await readAll({ ...quick, units: '1-2', addresses: ['289', '5'] }, context);
    expect(result.readings).toMatchObject([
      { unit: 1, address: 289, value: 772 },
      { unit: 1, address: 5, error: { code: 'device', exceptionCode: 2 } },
      { unit: 2, address: 289, error: { code: 'no-reply' } },
      { unit: 2, address: 5, error: { code: 'no-reply' } },
    ]);
    expect(result.failure).toBe(4);
  });

  it('fails where only one is asked', async () => {
    const { context } = virtualContext();
    const reading = readAll({ ...quick, units: '1', addresses: ['5'] }, context);
    await expect(reading).rejects.toMatchObject({ code: 'device' });
  });

  it('goes on round after round, and counts', async () => {
    const { context } = virtualContext();
    const options = { ...quick, units: '1', addresses: ['289', '5'], every: 0, repeat: 2 };
    const events: ReadEvent[] = [];
    for await (const event of readStream(options, context)) events.push(event);
    expect(events.map(event => (event.event === 'reading' ? event.address : event))).toEqual([
      289,
      5,
      289,
      5,
      { event: 'summary', rounds: 2, missed: 0, readings: 4, failed: 2, failure: 4 },
    ]);
  });

  it('ends with what was counted when it is given up', async () => {
    const { context } = virtualContext();
    const controller = new AbortController();
    const options = { ...quick, units: '1', addresses: ['289'], every: 100_000 };
    const events: ReadEvent[] = [];
    for await (const event of readStream(options, { ...context, signal: controller.signal })) {
      events.push(event);
      controller.abort();
    }
    expect(events.at(-1)).toMatchObject({ event: 'summary', rounds: 1, readings: 1 });
  });
});

describe('points of a device map', () => {
  let folder: string;
  let map: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bus-map-'));
    map = join(folder, 'plant.csv');
    const rows = ['oven.now,1,289,1,,', 'oven.goal,1,24,1,true,100', 'oven.pump,1,co:1,,true,'];
    await writeFile(map, `name,unit,address,decimals,writable,max\n${rows.join('\n')}\n`);
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('are read by name', async () => {
    const { context } = virtualContext();
    const { readings } = await readAll({ port, map, points: ['oven.*'] }, context);
    expect(readings).toMatchObject([
      { name: 'oven.now', value: 77.2 },
      { name: 'oven.goal', value: 80 },
      { name: 'oven.pump', value: true },
    ]);
  });

  it('are written only where the map lets them', async () => {
    const { context, bank, sent } = virtualContext();
    await writeAll({ port, map, points: ['goal'], values: ['90.5'] }, context);
    expect(bank.holdingRegisters.get(24)).toBe(905);
    for (const [point, value, message] of [
      ['now', '1', /not writable/],
      ['goal', '100.1', /100\.1 is more than 100, the limit of oven\.goal/],
    ] as const)
      await expect(writeAll({ port, map, points: [point], values: [value] }, context)).rejects.toThrow(
        message,
      );
    expect(sent()).toHaveLength(1);
  });

  it('are written with a function that their device knows', async () => {
    const limited = join(folder, 'limited.yaml');
    await writeFile(
      limited,
      'devices:\n  oven:\n    unit: 1\n    functions: [1, 3, 6, 15]\n    points:\n' +
        '      goal: { address: 24, writable: true }\n      pump: { address: co:1, writable: true }\n' +
        '      flag: { address: 24, type: bit, bit: 2, writable: true }\n',
    );
    const { context, sent } = virtualContext();
    const options = { port, map: limited };
    await writeAll({ ...options, points: ['goal'], values: ['5'] }, context);
    await writeAll({ ...options, points: ['pump'], values: ['on'] }, context);
    await writeAll({ ...options, points: ['flag'], values: ['on'], fc: 6 }, context);
    expect(sent().map(([, code]) => code)).toEqual([6, 15, 3, 6]);
    const refused = async (points: string[], fc?: 16 | 22) =>
      expect(writeAll({ ...options, points, values: ['1'], ...(fc && { fc }) }, context)).rejects;
    await (await refused(['goal'], 16)).toThrow(
      'oven.goal is written with function 16, which oven does not know',
    );
    await (await refused(['flag'])).toThrow('oven does not know function 22');
    await (await refused(['flag'], 16)).toThrow('oven.flag is written with function 16');
    expect(sent()).toHaveLength(4);
  });
});

describe('a dry run', () => {
  it('shows the frames that would be sent, and opens nothing', async () => {
    const { context, lines, trace } = virtualContext();
    const targets = await meantTargets({ units: '1', addresses: ['289'] });
    const { requests } = await dryRun(targets.map(readRequest), { port }, context);
    expect(requests).toEqual([
      { unit: 1, bytes: '01 03 01 21 00 01 D5 FC', meaning: 'unit 1, read holding registers 289, 1' },
    ]);
    expect(lines.map(({ description }) => description)).toEqual(['virtual rtu, nothing is sent']);
    expect(trace).toEqual([]);
  });

  it('is the very frame that a write sends', async () => {
    const { context, trace } = virtualContext();
    const options = { port, units: '1', addresses: ['24'], values: ['95.0'], decimals: 1, verify: true };
    const { requests } = await dryRunOfWrite(options, context);
    const bit = { port, units: '1', addresses: ['24'], values: ['on'], bit: 3 };
    expect((await dryRunOfWrite(bit, context)).requests[0]?.meaning).toContain(
      'mask write register 24 and FFF7 or 0008',
    );
    await expect(dryRunOfWrite({ ...bit, fc: 6 }, context)).rejects.toThrow('depends on the other bits');
    await writeAll(options, context);
    const sent = trace
      .filter(({ kind }) => kind === 'request')
      .map(({ bytes }) => Buffer.from(bytes).toString('hex'));
    expect(requests.map(({ bytes }) => bytes.replaceAll(' ', '').toLowerCase())).toEqual(sent);
  });
});

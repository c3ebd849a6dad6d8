import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryBank } from '@bus/modbus';
import { modbusInstrument } from '@bus/sim';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { collect } from '../../../test/collect.js';
import { contextWith, virtualContext } from '../../../test/virtual-context.js';
import { type PollOptions, poll } from './poll.js';
import type { PollSample } from './poll-event.js';

const port = '/dev/ttyS9';
const sampled = async (options: PollOptions, context = virtualContext().context) => {
  const { events, summary } = await collect(poll({ times: 1, every: 10, ...options }, context));
  const samples = events.filter((event): event is PollSample => event.event === 'sample');
  return { events, summary, values: samples.map(({ point, value, error }) => [point, value ?? error?.code]) };
};

describe('what is polled', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bus-'));
  });
  afterEach(() => rm(folder, { recursive: true }));
  const file = async (name: string, text: string) => {
    await writeFile(join(folder, name), text);
    return join(folder, name);
  };

  it('are units and addresses in any notation', async () => {
    const world = virtualContext();
    const addresses = ['289', '0x122', 'ir:7', 'coil:1', '4x290'];
    const { values } = await sampled({ port, units: '1', addresses }, world.context);
    expect(values).toEqual([
      ['unit1.coil1', true],
      ['unit1.input7', 4711],
      ['unit1.holding289', 772],
      ['unit1.holding290', 0xffe4],
    ]);
    // Two holding registers in one request.
    expect(world.sent()).toHaveLength(3);
  });

  it('have one type, order, count and scale on the command line', async () => {
    const options = { port, units: '1', addresses: ['289'], type: 'int16', decimals: 1, count: 3 } as const;
    expect((await sampled(options)).values).toEqual([['unit1.holding289', [77.2, -2.8, 0.5]]]);
    const range = { port, units: '1', addresses: ['289-290,24'], entities: ['40290'] };
    expect((await sampled(range)).values).toEqual([
      ['unit1.holding24', 800],
      ['unit1.holding289', [772, 0xffe4]],
    ]);
    const long = { port, units: '1', addresses: ['289'], type: 'uint32', order: 'CDAB' } as const;
    expect((await sampled(long)).values).toEqual([['unit1.holding289', 0xffe4_0304]]);
  });

  it('are points of a map, by name or pattern, or all', async () => {
    const map = await file(
      'plant.yaml',
      'devices:\n  oven:\n    unit: 1\n    points:\n' +
        '      hot: { address: 289, decimals: 1, symbol: °C }\n      cold: { address: 24 }\n' +
        '      lamp: { table: coil, address: 1 }\n',
    );
    expect((await sampled({ port, map, points: ['hot'] })).values).toEqual([['oven.hot', 77.2]]);
    expect((await sampled({ port, map, points: ['oven.*', 'hot'] })).values).toHaveLength(3);
    expect((await sampled({ port, map })).values).toHaveLength(3);
    await expect(sampled({ port, map, points: ['hut'] })).rejects.toMatchObject({
      hint: 'Did you mean hot?',
    });
  });

  it('stand in a file, with lines of their own', async () => {
    const config = await file(
      'poll.yaml',
      'lines:\n  north: { port: /dev/ttyS1, devices: [a] }\n  south: { port: /dev/ttyS2, baud: 4800, devices: [b] }\n' +
        'devices:\n  a: { unit: 1, points: { x: { address: 1 } } }\n  b: { unit: 2, points: { x: { address: 1 } } }\n' +
        'poll:\n  - { every: 20, points: ["*"] }\n',
    );
    const bank = (value: number) => new MemoryBank({ holdingRegisters: { 1: value } });
    const world = contextWith(
      modbusInstrument({ unit: 1, bank: bank(11) }),
      modbusInstrument({ unit: 2, bank: bank(22) }),
    );
    const { events } = await collect(poll({ config, times: 1, timeout: 300 }, world.context));
    const samples = events.filter(({ event }) => event === 'sample');
    expect(samples).toHaveLength(2);
    expect(samples).toContainEqual(expect.objectContaining({ line: 'north', point: 'a.x', value: 11 }));
    expect(samples).toContainEqual(expect.objectContaining({ line: 'south', point: 'b.x', value: 22 }));
    expect(world.made.map(([url, { baudRate }]) => [url, baudRate]).sort()).toEqual([
      ['/dev/ttyS1', undefined],
      ['/dev/ttyS2', 4800],
    ]);
    await expect(sampled({ config, every: undefined!, port })).rejects.toThrow('--port is one line');
  });

  it('are on a line that is called as its port where it has no name', async () => {
    const { events, summary } = await sampled({ port, units: '1', addresses: ['289'] });
    expect(events.map(event => 'line' in event && event.line)).toEqual([port, port, false]);
    expect([summary.units[0]?.line, summary.points[0]?.line]).toEqual([port, port]);
  });

  it('is never left out because something shorter begins at the same address', async () => {
    const options = { port, units: '1', every: 1000, times: 1, addresses: ['24', '24-25'] };
    await expect(sampled(options)).rejects.toThrow('two places begin at holding 24');
  });

  it('is said in one way only', async () => {
    const refused = (options: PollOptions) => expect(sampled({ every: undefined!, ...options })).rejects;
    await refused({ port }).toThrow('nothing is said to be polled');
    await refused({ port, map: 'a.yaml', units: '1' }).toThrow('too much is said to be polled');
    await refused({ port, units: '1' }).toThrow('no address is named');
    await refused({ config: 'a.yaml', every: 100 }).toThrow('--every does not go with --config');
    await refused({ map: 'a.yaml', maxGap: 100 }).toThrow('--max-gap does not go with --map');
    await refused({ map: 'a.yaml', addresses: ['1'] }).toThrow('--reg does not go with --map');
    await refused({ units: '1', addresses: ['1'], points: ['a'] }).toThrow('a is named, but no device map');
    await refused({ config: join(folder, 'absent.yaml') }).toThrow('there is no file');
    await refused({ port, units: '1', addresses: ['coil:1'], decimals: 1 }).toThrow(
      'decimals is for registers',
    );
    await refused({ port, units: '1', addresses: ['1'], every: 5 }).toThrow('every must be 10 or more');
    await refused({ port, units: '1', addresses: ['1'], times: 0 }).toThrow('times must be 1 or more');
    await refused({ port, units: '1', addresses: ['1'], duration: 0 }).toThrow('more than 0 milliseconds');
  });

  it('is told of on the trace, and its line once', async () => {
    const world = virtualContext();
    await sampled({ port, units: '1', addresses: ['289'] }, world.context);
    expect(world.lines).toEqual([
      { medium: 'virtual', description: 'virtual rtu, polled', origin: '--port', simulated: false },
    ]);
    expect(world.trace.map(({ kind }) => kind)).toEqual(['request', 'reply']);
  });

  it('is a fault where its registers mean nothing', async () => {
    const { values } = await sampled({ port, units: '1', addresses: ['290'], type: 'bcd16' });
    expect(values).toEqual([['unit1.holding290', 'malformed']]);
  });
});

describe('a signal', () => {
  it('that has fired before ends it before anything is asked', async () => {
    const world = virtualContext();
    const signal = AbortSignal.abort();
    await expect(
      collect(poll({ port, units: '1', addresses: ['289'] }, { ...world.context, signal })),
    ).rejects.toMatchObject({ code: 'aborted' });
    expect(world.trace).toEqual([]);
  });
});

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UsageError } from '@bus/line';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadPollConfig, parsePollConfig } from './poll-config.js';

const devices = `devices:
  boiler: { unit: 1, points: { flow: { address: 289 }, temperature: { address: 24 } } }
  remote: { unit: 2, points: { flow: { address: 5 } } }
`;

const failing = async (source: string) => {
  const error = await parsePollConfig(source, 'p.yaml').catch(thrown => thrown);
  expect(error).toBeInstanceOf(UsageError);
  return error as UsageError;
};

describe('a poll configuration', () => {
  it('gives every point its line and its rate; a name outdoes a pattern', async () => {
    const config = await parsePollConfig(
      `${devices}
lines:
  hall: { port: /dev/ttyUSB0, baud: 9600, devices: [boiler] }
  yard: { port: tls://10.0.0.7, tlsCa: ca.pem, devices: [remote] }
poll:
  - { every: 10000, points: ['*'] }
  - { every: 500, points: [boiler.flow] }
`,
      'etc/p.yaml',
    );
    expect(config.points.map(({ point, line, every }) => [point.name, line, every])).toEqual([
      ['boiler.flow', 'hall', 500],
      ['boiler.temperature', 'hall', 10_000],
      ['remote.flow', 'yard', 10_000],
    ]);
    expect(config.lines).toEqual([
      { name: 'hall', settings: { port: '/dev/ttyUSB0', baud: 9600 } },
      { name: 'yard', settings: { port: 'tls://10.0.0.7', tlsCa: join(process.cwd(), 'etc', 'ca.pem') } },
    ]);
  });

  it('without lines takes that of every command', async () => {
    const config = await parsePollConfig(`${devices}poll: [{ every: 100, points: [boiler.flow] }]`, 'p.yaml');
    expect(config.lines).toEqual([{ name: '', settings: {} }]);
    expect(config.points).toMatchObject([{ line: '', every: 100 }]);
  });

  it.each([
    ['no points described', 'poll: [{ every: 100, points: [a] }]', /^p\.yaml:1:1: .*either map or devices/],
    [
      'an unknown point',
      `${devices}poll: [{ every: 100, points: [boiler.flwo] }]`,
      /^p\.yaml:4:31: p\.yaml has no point 'boiler\.flwo'/,
    ],
    [
      'a pattern of nothing',
      `${devices}poll: [{ every: 100, points: ['x*'] }]`,
      /^p\.yaml:4:31: no point of/,
    ],
    [
      'two rates for a name',
      `${devices}poll:\n- { every: 100, points: [boiler.flow] }\n- { every: 200, points: [boiler.flow] }`,
      /^p\.yaml:6:26: .*every 200 ms here, and every 100 ms in line 5/,
    ],
    [
      'a rate that is too fast',
      `${devices}poll: [{ every: 1, points: ['*'] }]`,
      /^p\.yaml:4:17: poll\[0\]\.every must be a whole number from 10/,
    ],
    [
      'a device on two lines',
      `${devices}lines: { a: { devices: [boiler] }, b: { devices: [boiler] } }\npoll: [{ every: 100, points: ['*'] }]`,
      /:4:51: device 'boiler' is on line 'a', too/,
    ],
    [
      'a device on no line',
      `${devices}lines: { a: { devices: [boiler] } }\npoll: [{ every: 100, points: ['*'] }]`,
      /:5:31: remote\.flow is polled, but no line/,
    ],
    [
      'lines without devices',
      `${devices}lines: { a: { port: x }, b: { port: y } }\npoll: [{ every: 100, points: ['*'] }]`,
      /line 'a' must say its devices/,
    ],
    [
      'an unknown setting',
      `${devices}lines: { a: { bauds: 1 } }\npoll: [{ every: 100, points: ['*'] }]`,
      /:4:15: a line has no key 'bauds'/,
    ],
    [
      'a map that is not there',
      'map: nowhere.yaml\npoll: [{ every: 100, points: [a] }]',
      /^p\.yaml:1:1: there is no file nowhere\.yaml/,
    ],
  ])('with %s is refused, with the place', async (_, source, message) => {
    expect((await failing(source)).message).toMatch(message);
  });
});

describe('the device map of a poll configuration', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bus-poll-'));
    await writeFile(join(folder, 'poll.yaml'), 'map: plant.csv\npoll: [{ every: 100, points: [d.a] }]\n');
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('is looked for beside it', async () => {
    await writeFile(join(folder, 'plant.csv'), 'name,unit,address\nd.a,4,2\n');
    expect((await loadPollConfig(join(folder, 'poll.yaml'))).points).toMatchObject([{ point: { unit: 4 } }]);
  });

  it('tells its own mistakes with its own lines', async () => {
    await writeFile(join(folder, 'plant.csv'), 'name,unit,address\nd.a,4,x\n');
    const expected = `${join(folder, 'plant.csv')}:2:7: `;
    await expect(loadPollConfig(join(folder, 'poll.yaml'))).rejects.toThrow(expected);
  });
});

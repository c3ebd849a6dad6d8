import { readFile } from 'node:fs/promises';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { parseConfig } from '../config.js';
import { parseGatewayConfig } from '../gateway/gateway-config.js';
import { fileSchemas } from './file-schemas.js';
import { parseDeviceMap } from './load-device-map.js';
import { parsePollConfig } from './poll-config.js';

const readers: Record<string, (source: string) => Promise<unknown>> = {
  'bus.config.schema.json': source => parseConfig(source, 'c'),
  'device-map.schema.json': source => parseDeviceMap(source, 'm'),
  'bus-poll.schema.json': source => parsePollConfig(source, 'p'),
  'bus-gateway.schema.json': source => parseGatewayConfig(source, 'g'),
};

const points = 'devices: { d: { unit: 1, points: { p: { address: 1 } } } }';
const gateway = 'listen: [{ url: tcp://a }]\nlines: { n: { port: COM3 } }\nroutes: [{ units: 1-3, line: n }]';
const documents: [schema: string, source: string, valid: boolean][] = [
  ['bus.config.schema.json', 'port: /dev/ttyUSB0\nbaud: 9600\necho: on', true],
  ['bus.config.schema.json', 'baud: fast', false],
  ['bus.config.schema.json', 'bauds: 9600', false],
  ['device-map.schema.json', points, true],
  [
    'device-map.schema.json',
    'devices: { "größe_2": { unit: 1, functions: [3], points: { p: { address: "4x1", scale: 0.1 } } } }',
    true,
  ],
  ['device-map.schema.json', points.replace('unit: 1', 'unit: 256'), false],
  ['device-map.schema.json', points.replace('p: {', '"2": {'), false],
  ['device-map.schema.json', points.replace('address: 1', 'address: 1, type: int17'), false],
  ['device-map.schema.json', points.replace('address: 1', 'type: int16'), false],
  ['device-map.schema.json', 'devices: {}', false],
  ['bus-gateway.schema.json', gateway, true],
  ['bus-gateway.schema.json', `${gateway}\naccess: [{ units: "1,5-6", functions: [3] }]`, true],
  ['bus-gateway.schema.json', gateway.replace('port: COM3', 'baud: 9600'), false],
  ['bus-gateway.schema.json', gateway.replace('units: 1-3', 'units: all'), false],
  ['bus-gateway.schema.json', gateway.replace('routes', 'route'), false],
  ['bus-poll.schema.json', `${points}\npoll: [{ every: 100, points: [d.p] }]`, true],
  ['bus-poll.schema.json', `${points}\npoll: [{ every: 9, points: [d.p] }]`, false],
  ['bus-poll.schema.json', `${points}\npoll: []`, false],
  [
    'bus-poll.schema.json',
    `${points}\nlines: { a: { bauds: 1 } }\npoll: [{ every: 100, points: [d.p] }]`,
    false,
  ],
];

describe('the schemas for editors', () => {
  it.each(Object.keys(fileSchemas))('%s is published as it is', async name => {
    const published = await readFile(new URL(`../../schemas/${name}`, import.meta.url), 'utf8');
    // Renew it with `pnpm --filter @bus/cli surface`.
    expect(JSON.parse(published)).toEqual(JSON.parse(JSON.stringify(fileSchemas[name])));
  });

  it.each(documents)('%s and the program agree about %j: %s', async (schema, source, valid) => {
    const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(fileSchemas[schema]!);
    expect(validate(parse(source))).toBe(valid);
    const accepted = await readers[schema]!(source).then(
      () => true,
      () => false,
    );
    expect(accepted).toBe(valid);
  });
});

import { describe, expect, it } from 'vitest';
import { parseGatewayConfig } from './gateway-config.js';

const good = `
listen:
  - url: tcp://0.0.0.0:502
    allow: [10.0.0.0/24]
  - url: rtu+tcp://127.0.0.1:5021
lines:
  north: { port: /dev/ttyUSB0, line: 9600-8E1 }
  south: { port: /dev/ttyUSB1, cache: 0 }
routes:
  - { units: 1-10, line: north }
  - { units: 11, line: south, target: 1 }
  - { units: "21,23-24", line: south }
cache: 500
readOnly: true
access:
  - { clients: [10.0.0.7], units: 1-5, functions: [3, 4] }
`;

describe('a gateway configuration', () => {
  it('is read with its lines, routes and rules', async () => {
    const plan = await parseGatewayConfig(good, 'gateway.yaml');
    expect(plan).toEqual({
      listen: [{ url: 'tcp://0.0.0.0:502', allow: ['10.0.0.0/24'] }, { url: 'rtu+tcp://127.0.0.1:5021' }],
      lines: [
        { name: 'north', settings: { port: '/dev/ttyUSB0', line: '9600-8E1' }, cache: 500 },
        { name: 'south', settings: { port: '/dev/ttyUSB1' }, cache: 0 },
      ],
      routes: [
        { units: [1, 10], line: 'north' },
        { units: 11, line: 'south', target: 1 },
        { units: 21, line: 'south' },
        { units: [23, 24], line: 'south' },
      ],
      readOnly: true,
      access: [{ clients: ['10.0.0.7'], units: [[1, 5]], functions: [3, 4] }],
    });
  });

  /** The example with one of its lines replaced. */
  const broken = (line: number, text: string) => {
    const lines = good.split('\n');
    lines[line - 1] = text;
    return parseGatewayConfig(lines.join('\n'), 'gateway.yaml');
  };

  it.each<[line: number, text: string, message: RegExp, hint?: RegExp]>([
    [
      10,
      '  - { units: 1-10, lines: north }',
      /gateway\.yaml:10:20: a route has no key 'lines'/,
      /It is spelt line\./,
    ],
    [
      11,
      '  - { units: 11, line: nort }',
      /gateway\.yaml:11:18: there is no line 'nort'/,
      /It is spelt north\./,
    ],
    [
      10,
      '  - { units: 11, line: north }',
      /gateway\.yaml:11:7: unit 11 is in routes\[0\] and in routes\[1\]/,
    ],
    [
      10,
      '  - { units: 10-1, line: north }',
      /gateway\.yaml:10:14: routes\[0\]\.units must be units from 0 to 255/,
    ],
    [
      12,
      '  - { units: "21,23-24", line: south, target: 3 }',
      /gateway\.yaml:12:39: target goes with one unit/,
    ],
    [8, '  south: { cache: 0 }', /gateway\.yaml:8:10: lines\.south lacks port/],
    [13, 'cache: soon', /gateway\.yaml:13:8: cache must be a whole number from 0 to 3600000, not "soon"/],
    [13, 'cach: 500', /gateway\.yaml:13:1: a gateway configuration has no key 'cach'/, /It is spelt cache\./],
    [5, '  - { host: 1.2.3.4 }', /gateway\.yaml:5:7: an entry of listen has no key 'host'/],
  ])('with a mistake in line %i says so: %s', async (line, text, message, hint) => {
    const error = await broken(line, text).then(
      () => undefined,
      reason => reason,
    );
    expect(error?.message).toMatch(message);
    expect(error?.code).toBe('bad-argument');
    if (hint !== undefined) expect(error?.hint).toMatch(hint);
  });

  it('that is empty is told to be', async () => {
    await expect(parseGatewayConfig('', 'gateway.yaml')).rejects.toThrow('gateway.yaml is empty');
  });
});

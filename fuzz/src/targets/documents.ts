import { parsePollConfig } from '@bus/cli';
import { UsageError } from '@bus/line';
import { parseConfig } from '../../../apps/cli/dist/config.js';
import { parseGatewayConfig } from '../../../apps/cli/dist/gateway/gateway-config.js';
import { Cursor } from '../cursor.js';
import { must } from '../oracle.js';
import { bytesOf, type Target, textOf } from '../target.js';

const poll = `lines:
  hall: { port: "sim:", devices: [boiler] }
poll:
  - { every: 1000, points: ["*"] }
  - { every: 200, points: [boiler.flow] }
devices:
  boiler: { unit: 1, points: { flow: { address: 289 } } }
`;
const gateway = `listen:
  - { url: "tcp://127.0.0.1:0", allow: [10.0.0.0/8], readOnly: true }
lines:
  hall: { port: "sim:", baudRate: 9600, cache: 100 }
routes:
  - { units: 1-2, line: hall }
  - { units: 11, line: hall, target: 1 }
cache: 50
`;
const settings = 'port: "sim:"\nbaudRate: 19200\nparity: even\ntimeout: 500\nretries: 2\n';

const PARSERS: readonly ((text: string) => Promise<unknown>)[] = [
  text => parsePollConfig(text, 'file.yaml'),
  text => parseGatewayConfig(text, 'file.yaml'),
  text => parseConfig(text, 'file.yaml'),
];

export const target: Target = {
  name: 'documents',
  promise:
    'a configuration of polling, of a gateway or of the connection is refused with a UsageError that says where, or read',
  longest: 900,
  words: [
    'listen:',
    'lines:',
    'routes:',
    'poll:',
    'units: ',
    'every: ',
    'map: ',
    'port: ',
    'baudRate: ',
    'timeout: ',
    '- { ',
    ' }',
    '\n  ',
    '&a ',
    '*a',
    '<<: *a',
    '1-247',
    '1e999',
    '.inf',
    '-1',
    'cache: ',
    'allow: ',
    'target: ',
    '__proto__: ',
    '"*"',
    '!!set ',
    '? ',
  ],
  seeds: [poll, gateway, settings].map((text, index) => [index, ...bytesOf(text)]),
  async run(input) {
    const cursor = new Cursor(input);
    const parse = cursor.pick(PARSERS);
    const text = textOf(cursor.rest());
    // A map of its own file would be looked for on the disk.
    if (/map\s*["']?\s*:/.test(text)) return;
    try {
      await parse(text);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      must(error.message.startsWith('file.yaml'), () => `'${error.message}' does not say where`);
    }
  },
};

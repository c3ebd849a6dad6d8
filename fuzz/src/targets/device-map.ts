import { parseDeviceMap } from '@bus/cli';
import { UsageError } from '@bus/line';
import { Cursor } from '../cursor.js';
import { must, unlessRejected } from '../oracle.js';
import { bytesOf, type Target, textOf } from '../target.js';

const NAMES = ['map.yaml', 'map.csv'] as const;
const yaml = `name: Hall
devices:
  boiler:
    unit: 1
    order: CDAB
    maxRegisters: 60
    maxGap: 2
    functions: [3, 4, 6, 16]
    points:
      flow: { address: 289, decimals: 1, symbol: m³/h, value: 77.2 }
      setpoint: { address: 24, decimals: 1, writable: true, min: 0, max: 120 }
      energy: { address: 4x300, type: uint64 }
      pump: { address: co:172, writable: true }
      text: { address: 400, type: string, length: 4, encoding: latin1 }
      bit: { address: 5, type: bit, bit: 3 }
`;
const csv =
  'name;unit;address;decimals;symbol;writable\nboiler.flow;1;289;1;m3/h;\nboiler.setpoint;1;24;1;"C";true\n';

export const target: Target = {
  name: 'device-map',
  promise:
    'a device map is refused with a UsageError that says where, or every point of it can be found and stands within its device',
  longest: 900,
  words: [
    'devices:',
    'points:',
    'unit: ',
    'address: ',
    'type: ',
    'decimals: ',
    '\n  ',
    '&a ',
    '*a',
    '<<: *a',
    '!!binary ',
    '"',
    "'",
    '{',
    '}',
    '[',
    ']',
    '? ',
    '- ',
    '__proto__: ',
    'constructor',
    '1e999',
    '.nan',
    '0x7fffffff',
    '%YAML 1.1\n---\n',
    ';',
    '\t',
    '\r\n',
    '\ufeff',
    'device',
    '~',
  ],
  seeds: [
    [0, ...bytesOf(yaml)],
    [1, ...bytesOf(csv)],
    '\u0000devices: &a [*a]',
    '\u0000a: &a {b: &b {c: *a}}',
    '\u0001name,unit,address\n"a""b",1,2',
  ],
  async run(input) {
    const cursor = new Cursor(input);
    const name = cursor.pick(NAMES);
    const text = textOf(cursor.rest());
    let map: Awaited<ReturnType<typeof parseDeviceMap>> | undefined;
    try {
      map = await parseDeviceMap(text, name);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      must(error.message.startsWith(name), () => `'${error.message}' does not say where`);
      return;
    }
    for (const device of map.devices) must(Number.isInteger(device.unit), 'a device without a unit');
    for (const point of (await unlessRejected(async () => map.pointsOf('*'), UsageError)) ?? [])
      must(map.point(point.name).name === point.name, 'a point cannot be found by its name');
  },
};

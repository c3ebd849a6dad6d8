import { UsageError } from '@bus/line';
import { describe, expect, it } from 'vitest';
import { parseDeviceMap } from './load-device-map.js';

const yaml = `name: Boiler house
devices:
  boiler:
    unit: 1
    order: CDAB
    maxRegisters: 60
    functions: [1, 2, 3, 16]
    points:
      flow: { address: 289, decimals: 1, symbol: m³/h, writable: true, min: 0, max: 120.5 }
      energy:
        address: "4x290"
        type: uint64
        value: 7
      pump: { address: co:172, description: the pump }
      inputs: { address: di:196, count: 22 }
  remote:
    unit: 2
    base: entity
    points:
      flow: { address: "30008", type: int16, scale: 0.25 }
`;

const csv = `name;unit;address;table;decimals;symbol;writable
boiler.flow;1;289;;1;"m³/h";true
# a comment
boiler.pump;1;172;coil;;;1

level;3;HR:0x10;;;"per ""cent"" ; x";
`;

const failing = async (source: string, path = 'plant.yaml') => {
  const error = await parseDeviceMap(source, path).catch(thrown => thrown);
  expect(error).toBeInstanceOf(UsageError);
  return error as UsageError;
};

describe('a device map in YAML', () => {
  it('names points, with everything that holds for them', async () => {
    const map = await parseDeviceMap(yaml, 'plant.yaml');
    expect(map.name).toBe('Boiler house');
    expect(map.point('boiler.flow')).toEqual({
      name: 'boiler.flow',
      device: 'boiler',
      unit: 1,
      table: 'holding',
      address: 289,
      size: 1,
      spec: { type: 'uint16', order: 'CDAB', decimals: 1 },
      symbol: 'm³/h',
      writable: true,
      min: '0',
      max: '120.5',
      functions: [1, 2, 3, 16],
    });
    expect(map.point('boiler.energy')).toMatchObject({
      address: 289,
      size: 4,
      spec: { type: 'uint64', order: 'CDAB' },
      writable: false,
      initial: 7,
    });
    expect(map.point('boiler.pump')).toEqual({
      name: 'boiler.pump',
      device: 'boiler',
      unit: 1,
      table: 'coil',
      address: 172,
      size: 1,
      writable: false,
      functions: [1, 2, 3, 16],
      description: 'the pump',
    });
    expect(map.point('boiler.inputs')).toMatchObject({ table: 'discrete', size: 22, count: 22 });
    expect(map.point('remote.flow')).toMatchObject({ table: 'input', address: 7, spec: { scale: 0.25 } });
    expect(map.device('boiler').limits).toEqual({ maxRegisters: 60, functions: [1, 2, 3, 16] });
  });

  it('keeps every digit of whole numbers', async () => {
    const source = yaml.replace('value: 7', 'value: 18446744073709551615\n        max: 9007199254740993');
    const energy = (await parseDeviceMap(source, 'plant.yaml')).point('energy');
    expect(energy).toMatchObject({ initial: '18446744073709551615', max: '9007199254740993' });
  });

  it('takes no zeros in front of a number, which would be another address without them', async () => {
    const error = await failing(yaml.replace('"4x290"', '000172'));
    expect(error.message).toBe(
      'plant.yaml:11:18: 000172 is a number, which does not keep the zeros in front',
    );
    expect(error.hint).toBe('Write it in quotes, or without them.');
  });

  it('finds points by short names and patterns', async () => {
    const map = await parseDeviceMap(yaml, 'plant.yaml');
    expect(map.point('energy').name).toBe('boiler.energy');
    expect(map.pointsOf('*.flow').map(({ name }) => name)).toEqual(['boiler.flow', 'remote.flow']);
    expect(map.pointsOf('*')).toHaveLength(5);
  });

  it.each([
    ['boiler.flwo', 'Did you mean boiler.flow?'],
    ['enrgy', 'Did you mean energy?'],
    ['quite different', 'It has boiler.flow, boiler.energy, boiler.pump, boiler.inputs, remote.flow.'],
    ['flow', 'Say which: boiler.flow, remote.flow.'],
  ])('says what %s may have meant', async (name, hint) => {
    const map = await parseDeviceMap(yaml, 'plant.yaml');
    expect(() => map.point(name)).toThrow(
      expect.objectContaining({ hint: typeof hint === 'string' ? hint : expect.stringMatching(hint) }),
    );
  });

  it('takes no two keys for one name, however YAML writes them', async () => {
    const keys = ['true', '"true"', 'null', "'null'"];
    const source = (first: string, second: string) =>
      `devices:\n  d:\n    unit: 1\n    points:\n      ${first}: { address: 1 }\n      ${second}: { address: 2 }\n`;
    expect((await failing(source(keys[0]!, keys[1]!))).message).toBe(
      "plant.yaml:6:7: there are two keys 'true'",
    );
    expect((await failing(source(keys[3]!, keys[2]!))).message).toContain("two keys 'null'");
  });

  it('says that line 12 is wrong when it is', async () => {
    const error = await failing(yaml.replace('type: uint64', 'typ: uint64'));
    expect(error.message).toBe("plant.yaml:12:9: a point has no key 'typ'");
    expect(error.hint).toBe('It is spelt type.');
  });

  describe('with the functions that a device knows', () => {
    const limited = (functions: string, text: string) =>
      `devices: { d: { unit: 1, functions: [${functions}], points: { p: ${text} } } }`;

    it.each([
      ['3, 16', '{ address: co:1 }', /:1:61: d\.p is read with function 1, which d does not know: .* 3, 16$/],
      [
        '3',
        '{ address: 1, writable: true }',
        /:1:69: d\.p is written with function 16, which d does not know/,
      ],
      ['3, 6', '{ address: 1, type: int32, writable: true }', /:1:85: d\.p is written with function 16/],
      ['3', '{ address: 1, type: bit, bit: 0, writable: true }', /:1:88: d\.p is written with function 22/],
    ])('refuses a point that functions %s do not reach: %s', async (functions, text, message) => {
      expect((await failing(limited(functions, text))).message).toMatch(message);
    });

    it('takes points that can only be written, and leaves them out of patterns that read', async () => {
      const map = await parseDeviceMap(
        'devices: { d: { unit: 1, functions: [3, 5], points: { p: { address: 1 }, q: { address: co:1, writable: true } } } }',
        'plant.yaml',
      );
      expect(map.readablePointsOf('*').map(({ name }) => name)).toEqual(['d.p']);
      expect(() => map.readablePointsOf('q')).toThrow('d.q is read with function 1, which d does not know');
      expect(() => map.readablePointsOf('*.q')).toThrow('d.q is read with function 1');
    });
  });

  const point = (text: string) => `devices: { d: { unit: 1, points: { p: ${text} } } }`;
  it.each([
    ['an address that is none', point('{ address: abc }'), /^plant\.yaml:1:41: 'abc' is not an address/],
    [
      'an ambiguous address',
      point('{ address: "40290" }'),
      /:1:41: '40290' may be protocol address 40290 or/,
    ],
    ['no address', point('{ type: int16 }'), /:1:39: devices\.d\.points\.p lacks address/],
    ['a type of a coil', point('{ address: co:1, type: int16 }'), /:1:56: type is for registers/],
    [
      'decimals of a float',
      point('{ address: 1, type: float32, decimals: 1 }'),
      /:1:68: 'decimals' is not an option/,
    ],
    ['an unknown type', point('{ address: 1, type: int17 }'), /:1:59: .*type must be int16, .*, not "int17"/],
    [
      'decimals beyond 10',
      point('{ address: 1, decimals: 11 }'),
      /must be a whole number from 0 to 10, not 11/,
    ],
    ['a writable input', point('{ address: ir:1, writable: true }'), /:1:56: .*cannot be written/],
    ['a point beyond the table', point('{ address: 65535, type: int32 }'), /the last address would be 65536/],
    ['limits that exclude all', point('{ address: 1, min: 5, max: 4 }'), /min is 5, and max only 4/],
    ['more than a request reads', point('{ address: 1, count: 126 }'), /one request reads at most 125/],
    [
      'a name with a dot',
      'devices: { a.b: { unit: 1, points: { p: { address: 1 } } } }',
      /'a\.b' is no name/,
    ],
    ['a unit that is none', 'devices: { d: { unit: 256, points: { p: { address: 1 } } } }', /from 0 to 255/],
    [
      'points twice',
      'devices:\n  d: { unit: 1, points: { p: { address: 1 }, p: { address: 2 } } }',
      /:2:46: Map keys/,
    ],
    [
      'a device that reads less',
      'devices: { d: { unit: 1, maxRegisters: 1, points: { p: { address: 1, type: int32 } } } }',
      /at most 1 \(maxRegisters\)/,
    ],
    ['no points', 'devices: { d: { unit: 1, points: {} } }', /points is empty/],
    ['a list', '- 1', /^plant\.yaml:1:1: the file must consist of lines like/],
    ['broken YAML', 'devices:\n  d: [', /^plant\.yaml:2:/],
    ['nothing', '', /^plant\.yaml is empty/],
  ])('refuses %s and says where', async (_, source, message) => {
    expect((await failing(source)).message).toMatch(message);
  });

  it('ends at anchors that hold one another', async () => {
    const bomb = [
      'a: &a0 [1]',
      ...Array.from({ length: 30 }, (_, n) => `b${n}: &a${n + 1} [*a${n}, *a${n}]`),
    ];
    expect((await failing(bomb.join('\n'))).message).toMatch(/too large or nested too deeply|alias/i);
  });
});

describe('a device map in CSV', () => {
  it('names points, by devices', async () => {
    const map = await parseDeviceMap(csv, 'plant.csv');
    expect(map.point('boiler.flow')).toMatchObject({
      unit: 1,
      address: 289,
      spec: { type: 'uint16', decimals: 1 },
      symbol: 'm³/h',
      writable: true,
    });
    expect(map.point('pump')).toMatchObject({ name: 'boiler.pump', table: 'coil', writable: true });
    expect(map.point('unit3.level')).toMatchObject({ unit: 3, address: 16, symbol: 'per "cent" ; x' });
  });

  it('takes Windows line ends, a byte order mark and a column of devices', async () => {
    const text = '\uFEFFDevice,Unit,Name,Address\r\nboiler,1,flow,289\r\n';
    expect((await parseDeviceMap(text, 'a.csv')).point('boiler.flow').address).toBe(289);
  });

  it.each([
    ['an unknown column', 'name,unit,adress\na,1,2', /^a\.csv:1:11: there is no column 'adress'/],
    ['a column that is missing', 'name,address\na,1', /^a\.csv:1:1: there is no column 'unit'/],
    ['a column that comes twice', 'name,unit,address,unit', /^a\.csv:1:19: there are two columns 'unit'/],
    ['an empty cell that must not be', 'name,unit,address\n\na,,2', /^a\.csv:3:1: the row has no unit/],
    ['a value of the wrong kind', 'name,unit,address,decimals\na,1,2,one', /^a\.csv:2:7: .*decimals must be/],
    ['a row that is too long', 'name,unit,address\na,1,2,3', /^a\.csv:2:7: the row has more cells/],
    [
      'a point that comes twice',
      'name,unit,address\na,1,2\na,1,3',
      /^a\.csv:3:1: 'unit1\.a' stands in line 2, too/,
    ],
    [
      'one device at two addresses',
      'name,unit,address\nd.a,1,2\nd.b,2,3',
      /^a\.csv:3:5: device 'd' is unit 2 here, and 1 in line 2/,
    ],
    [
      'a quote without end',
      'name,unit,address\n"a,1,2',
      /^a\.csv:2:1: the quote that begins here has no end/,
    ],
    ['text behind a quote', 'name,unit,address\n"a"b,1,2', /^a\.csv:2:1: something stands behind/],
    ['a header alone', 'name,unit,address\n', /^a\.csv:1:1: there is no point/],
    ['nothing', '', /^a\.csv is empty/],
  ])('refuses %s and says where', async (_, source, message) => {
    expect((await failing(source, 'a.csv')).message).toMatch(message);
  });

  it('counts lines within quotes', async () => {
    const text = 'name,unit,address,description\na,1,2,"two\nlines"\nb,1,x,';
    expect((await failing(text, 'a.csv')).message).toMatch(/^a\.csv:4:5: /);
  });
});

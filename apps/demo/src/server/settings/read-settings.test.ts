import { UsageError } from '@bus/line';
import { describe, expect, it } from 'vitest';
import { readSettings } from './read-settings.js';
import type { ServerSettings } from './server-settings.js';

const freshToken = () => 'a-fresh-token';

async function settings(args: string, file = '', env = {}): Promise<ServerSettings> {
  const words = args === '' ? [] : args.split(' ');
  const found = await readSettings(words, { env, freshToken, read: async () => file });
  if (typeof found === 'string') throw new Error(found);
  return found;
}

/** What was said about it, and the hint. */
async function complaint(args: string, file = '', env = {}): Promise<string> {
  const error = await settings(args, file, env).catch((caught: unknown) => caught);
  if (!(error instanceof UsageError)) throw new Error(`no UsageError: ${String(error)}`);
  return `${error.message} | ${error.hint ?? ''}`;
}

describe('without flags', () => {
  it('the lines and their instruments are simulated', async () => {
    const { lines, instruments } = await settings('');
    expect(lines.map(({ id, port, protocol }) => [id, port, protocol])).toEqual([
      ['rs485', 'sim:', 'modbus'],
      ['rs232', 'sim:drio', '232drio'],
    ]);
    expect(instruments.map(({ id, line }) => `${id}@${line}`)).toEqual([
      'oven@rs485',
      'dcon-02@rs485',
      'dcon-03@rs485',
      'dcon-04@rs485',
      'dcon-05@rs485',
      'dcon-0A@rs485',
      'drio@rs232',
    ]);
  });

  it('only this machine reaches the server', async () => {
    expect((await settings('')).doors).toMatchObject({
      host: '127.0.0.1',
      httpPort: 8044,
      tcpPort: 8045,
      origins: [],
    });
    expect((await settings('')).doors).not.toHaveProperty('token');
  });
});

describe('lines', () => {
  it('are ports with or without a name, and a = further behind belongs to the port', async () => {
    const ports =
      '--port /dev/ttyUSB0 --port plant=rtu+tcp://10.0.0.7:4001 --port rtu:/dev/ttyS1?baudRate=1200';
    const { lines, instruments } = await settings(`${ports} --port tcp://10.0.0.8 --port sim:`);
    expect(lines.map(({ id }) => id)).toEqual(['ttyUSB0', 'plant', 'ttyS1', 'line', 'rs485']);
    expect(instruments.every(({ line }) => line === 'rs485')).toBe(true);
  });

  it('have the speed and the time-out that were asked for, serial ones', async () => {
    const { lines } = await settings(
      '--port /dev/ttyUSB0 --port sim: --baud 4800 --parity even --data-bits 7 --stop-bits 2 --timeout 300',
    );
    expect(lines.map(({ options }) => options)).toEqual([
      { baudRate: 4800, parity: 'even', dataBits: 7, stopBits: 2, timeout: 300 },
      { timeout: 300 },
    ]);
  });

  it('run at 9600 where nothing but DCON or a 232DRIO is, and nothing else was said', async () => {
    const options = async (args: string) => (await settings(args)).lines[0]!.options;
    expect(await options('--port /dev/ttyUSB0 --instrument dcon:02:7044')).toEqual({ baudRate: 9600 });
    expect(await options('--port /dev/ttyUSB0 --instrument drio')).toEqual({ baudRate: 9600 });
    expect(await options('--port /dev/ttyUSB0 --instrument modbus:1:temperature-controller')).toEqual({});
    expect(await options('--port rtu:/dev/ttyUSB0?baudRate=1200 --instrument drio')).toEqual({});
    expect(await options('--port /dev/ttyUSB0 --baud 19200 --instrument drio')).toEqual({ baudRate: 19_200 });
  });

  it.each([
    ['--port ttyUSB0', "--port ttyUSB0: 'ttyUSB0' is not a port | Give the whole path: /dev/ttyUSB0"],
    ['--port sim:oven', "there is no simulated line 'sim:oven'"],
    ['--port a=sim: --port a=sim:drio', "there are two lines 'a'"],
    ['--baud 9600', 'baudRate is for serial lines'],
    ['--port tcp://10.0.0.7 --parity even', 'parity is for serial lines'],
    ['--port /dev/ttyUSB0 --baud fast', "--baud is a whole number, not 'fast'"],
    ['--port /dev/ttyUSB0 --baud 1', 'baudRate must be an integer from 50'],
    ['--port /dev/ttyUSB0 --parity big', '--parity is none, even or odd'],
    ['--port /dev/ttyUSB0 --data-bits 9', 'dataBits must be 5, 6, 7 or 8'],
    ['--timeout 20000', 'timeout is 1 to 10000 milliseconds'],
    [
      '--port rtu:/dev/ttyS1?baudRate=1200 --baud 9600',
      'baudRate is 1200 in the URL and 9600 in the options',
    ],
  ])('%s is refused', async (args, message) => {
    expect(await complaint(args)).toContain(message);
  });
});

describe('instruments', () => {
  it('are written as protocol, address and model', async () => {
    const flags = [
      'oven=modbus:1:temperature-controller',
      'dcon:0A:7060:checksum',
      'drio:harsh@rs232',
      'dcon:10:7044',
    ];
    const args = flags.map(flag => `--instrument ${flag.includes('@') ? flag : `${flag}@rs485`}`).join(' ');
    expect((await settings(args)).instruments).toEqual([
      { id: 'oven', line: 'rs485', protocol: 'modbus', address: 1, model: 'temperature-controller' },
      { id: 'dcon-0A', line: 'rs485', protocol: 'dcon', address: 10, model: '7060', checksum: true },
      { id: 'drio', line: 'rs232', protocol: '232drio', checksum: true },
      { id: 'dcon-10', line: 'rs485', protocol: 'dcon', address: 16, model: '7044' },
    ]);
  });

  it('are on the only line there is, and there are none on a real one unless they are named', async () => {
    expect((await settings('--port COM3 --instrument drio')).instruments[0]).toMatchObject({ line: 'COM3' });
    expect((await settings('--port COM3')).instruments).toEqual([]);
  });

  it('of the same address on two lines have different names', async () => {
    const { instruments } = await settings('--instrument dcon:02:7044@rs485 --instrument dcon:02:7044@rs232');
    expect(instruments.map(({ id }) => id)).toEqual(['dcon-02', 'dcon-02-rs232']);
  });

  it.each([
    ['dcon:02:7044', 'on which line is it? | Write @rs485 or @rs232'],
    ['dcon:02:7044@rs422', "there is no line 'rs422'"],
    ['dcon:2:7044@rs485', "'2' is no DCON address | It has two hexadecimal digits"],
    ['dcon:02@rs485', 'the model of the module is missing'],
    ['dcon:02:7099@rs485', "there is no module '7099'"],
    ['modbus:x:temperature-controller@rs485', "'x' is no Modbus address"],
    ['modbus:1:oven@rs485', "there is no Modbus model 'oven'"],
    ['modbus:1@rs485', 'its model is missing: temperature-controller'],
    ['modbus:1:temperature-controller:harsh@rs485', "'harsh' is too much"],
    ['drio:1@rs232', 'a 232DRIO has no address'],
    ['profibus:1@rs485', "'profibus' is no protocol | Forms are dcon:02:7044"],
    ['drio@', 'the line behind @ is missing'],
  ])('%s is refused', async (flag, message) => {
    expect(await complaint(`--instrument ${flag}`)).toContain(message);
  });

  it('with the same name are refused, and DCON over Modbus TCP is', async () => {
    expect(await complaint('--port sim: --instrument a=dcon:02:7044 --instrument a=dcon:03:7017')).toContain(
      "--instrument a=dcon:03:7017: there are two instruments 'a'",
    );
    expect(await complaint('--port tcp://10.0.0.7 --instrument dcon:02:7044')).toContain(
      'only Modbus goes over',
    );
  });
});

describe('the doors', () => {
  it('take ports, none, a token, certificates and origins', async () => {
    const args = '--http 0 --tcp off --tls-cert a.pem --tls-key a.key --origin https://panel.example';
    expect((await settings(args, '', { BUS_DEMO_TOKEN: 'secret' })).doors).toMatchObject({
      httpPort: 0,
      tcpPort: false,
      token: 'secret',
      tls: { certFile: 'a.pem', keyFile: 'a.key' },
      origins: ['https://panel.example'],
    });
    expect((await settings('--token mine', '', { BUS_DEMO_TOKEN: 'secret' })).doors.token).toBe('mine');
  });

  it('open to other machines with a good token only, and a fresh one is offered', async () => {
    const open = '--host 0.0.0.0';
    expect(await complaint(open)).toContain(
      'there is no token | Set one, here is a fresh one: BUS_DEMO_TOKEN=a-fresh-token',
    );
    expect(await complaint(open, '', { BUS_DEMO_TOKEN: '' })).toContain('there is no token');
    const short = await complaint(`${open} --token 123456789012345`);
    expect(short).toContain('needs 16 characters');
    expect(short).not.toContain('123456789012345');
    expect((await settings(`${open} --token 1234567890123456`)).doors.host).toBe('0.0.0.0');
    for (const host of ['localhost', '127.0.0.2', '::1'])
      expect((await settings(`--host ${host}`)).doors.host).toBe(host);
  });

  it('offer a fresh token that is different each time and good enough', async () => {
    const hint = async () => {
      const error = await readSettings(['--host', '::'], { env: {} }).catch((caught: unknown) => caught);
      return (error as UsageError).hint!.split('=')[1]!;
    };
    const [first, second] = [await hint(), await hint()];
    expect(first).not.toBe(second);
    expect(first.length).toBeGreaterThanOrEqual(16);
  });

  it.each([
    ['--http 70000', '--http is a port from 0 to 65535, or off'],
    ['--http off --tcp off', 'nobody could reach the server'],
    ['--http 9000 --tcp 9000', "can't share port 9000"],
    ['--tls-cert a.pem', 'the key is missing'],
    ['--origin panel.example', 'is no origin'],
    ['--origin https://panel.example/', 'is no origin'],
  ])('%s is refused', async (args, message) => {
    expect(await complaint(args)).toContain(message);
  });
});

describe('flags', () => {
  it.each([
    ['--prot sim:', 'there is no flag --prot'],
    ['--tlscert a', 'Is --tls-cert meant?'],
    ['--instruments drio', 'Is --instrument meant?'],
    ['-x', 'there is no flag -x'],
    ['/dev/ttyUSB0', "'/dev/ttyUSB0' belongs to no flag"],
    ['--port', '--port needs a value: --port [id=]url'],
    ['--host --http 1', '--host needs a value'],
    ['--host a --host b', '--host is given twice'],
    ['--help=yes', '--help takes no value'],
  ])('%s is refused', async (args, message) => {
    expect(await complaint(args)).toContain(message);
  });

  it('may stand behind the -- of a package manager', async () => {
    expect((await settings('-- --http 9000')).doors.httpPort).toBe(9000);
  });

  it('may ask for help or the version only', async () => {
    expect(await readSettings(['--help'])).toBe('help');
    expect(await readSettings(['--port', 'sim:', '--version'])).toBe('version');
  });
});

describe('a configuration file', () => {
  const file = `
lines:
  plant: { port: /dev/ttyUSB0, baud: 9600, parity: even, timeout: 300 }
  cabinet:
    port: "sim:drio"
instruments:
  oven: { line: plant, protocol: modbus, address: 1, model: temperature-controller, title: Oven 3 }
  leds: { line: plant, protocol: dcon, address: 0A, model: 7044, checksum: true }
  more: { line: plant, protocol: dcon, address: 10, model: 7044 }
  door: { line: cabinet, protocol: drio, harsh: true }
  meter:
    line: plant
    protocol: modbus
    address: 7
    model: Energy meter
    points:
      voltage: { table: input, address: 0, type: float32, order: CDAB, unit: V, decimals: 1 }
      pump: { table: coil, address: 3, writable: true }
host: 127.0.0.1
http: 9000
tcp: off
token: 1234
origins: [https://panel.example]
limits: { clients: 4 }
`;

  it('says all that flags can, and describes instruments point by point', async () => {
    const { lines, instruments, doors } = await settings('--config plant.yaml', file);
    expect(lines).toEqual([
      {
        id: 'plant',
        port: '/dev/ttyUSB0',
        options: { baudRate: 9600, parity: 'even', timeout: 300 },
        protocol: 'modbus',
      },
      { id: 'cabinet', port: 'sim:drio', options: {}, protocol: '232drio' },
    ]);
    expect(instruments).toMatchObject([
      { id: 'oven', line: 'plant', address: 1, title: 'Oven 3' },
      { id: 'leds', line: 'plant', address: 10, model: '7044', checksum: true },
      { id: 'more', address: 16 },
      { id: 'door', line: 'cabinet', protocol: '232drio', checksum: true },
      {
        id: 'meter',
        points: [
          {
            id: 'voltage',
            table: 'input',
            address: 0,
            type: 'float32',
            order: 'CDAB',
            unit: 'V',
            decimals: 1,
          },
          { id: 'pump', table: 'coil', address: 3, writable: true },
        ],
      },
    ]);
    expect(doors).toMatchObject({ httpPort: 9000, tcpPort: false, token: '1234' });
    expect(doors.limits).toMatchObject({ clients: 4, messageBytes: 65_536 });
  });

  it('gives way to the environment, and both to flags', async () => {
    const { doors, lines } = await settings('--config plant.yaml --http 9001 --baud 4800', file, {
      BUS_DEMO_TOKEN: 'from outside',
    });
    expect(doors).toMatchObject({ httpPort: 9001, token: 'from outside' });
    expect(lines[0]!.options).toMatchObject({ baudRate: 4800, parity: 'even' });
  });

  it('may name lines, instruments and points by figures, which stay as they are written', async () => {
    const file = `
lines:
  02: { port: "sim:" }
  "1e3": { port: "sim:" }
instruments:
  007: { line: 02, protocol: modbus, address: 1, points: { 0x10: { address: 5 }, 010: { address: 6 } } }
`;
    const { lines, instruments } = await settings('--config plant.yaml', file);
    expect(lines.map(({ id }) => id)).toEqual(['02', '1e3']);
    expect(instruments).toMatchObject([{ id: '007', line: '02', points: [{ id: '0x10' }, { id: '010' }] }]);
  });

  it.each(['constructor', 'toString', 'valueOf', 'hasOwnProperty'])(
    'calls nothing %s, which every object has already',
    async name => {
      const file = `instruments: { x: { line: rs485, protocol: modbus, address: 1, points: { ${name}: { address: 1 } } } }`;
      expect(await complaint('--config plant.yaml', file)).toContain(`'${name}' is no name`);
    },
  );

  it('may be empty', async () => {
    expect((await settings('--config plant.yaml', '# nothing yet\n')).lines).toHaveLength(2);
  });

  it.each([
    ['hosts: a', "plant.yaml:1: there is no key 'hosts' here"],
    ['\ntls-cert: a', "plant.yaml:2: there is no key 'tls-cert' here | It is spelt tlsCert."],
    ['- a', 'plant.yaml:1: the file must consist of lines'],
    ['host: a\nhost: b', 'plant.yaml:2: Map keys must be unique'],
    ['host:', 'plant.yaml:1: host has no value'],
    ['http: many', 'plant.yaml:1: http must be a number'],
    ['http: 1.5', 'plant.yaml:1: http must be a whole number from 0 to 65535'],
    ['lines: a', 'plant.yaml:1: lines must have keys of its own'],
    ['lines: {}', 'there are no lines'],
    ['lines:\n  a:\n    baud: 9600', "plant.yaml:3: the line 'a' has no port"],
    ['lines:\n  a b:\n    port: /dev/ttyS0', "plant.yaml:3: 'a b' is no name"],
    ['lines:\n  a:\n    port: sim:', 'plant.yaml:3:'],
    ['lines:\n  a:\n    port: /dev/ttyS0\n    parity: big', 'plant.yaml:4: parity must be none, even, odd'],
    ['lines:\n  a:\n    port: ttyS0', "plant.yaml:3: 'ttyS0' is not a port"],
    ['lines:\n  a: { port: "sim:", baud: 9600 }', 'plant.yaml:2: baudRate does not apply'],
    ['instruments:\n  a: { address: 1 }', 'plant.yaml:2: a needs a protocol'],
    ['instruments:\n  a: { protocol: dcon, address: 2 }', "plant.yaml:2: '2' is no DCON address"],
    [
      'instruments:\n  a: { protocol: modbus, address: 1, model: x, line: rs485 }',
      "plant.yaml:2: a: there is no Modbus model 'x'",
    ],
    ['instruments:\n  a: { protocol: drio, checksum: true }', "there is no key 'checksum' here"],
    ['instruments:\n  a: { protocol: drio, harsh: 1 }', 'harsh must be true or false'],
    [
      'instruments:\n  a: { protocol: modbus, points: { p: { table: holding } } }',
      "the point 'p' has no address",
    ],
    ['origins: https://a.example', 'plant.yaml:1: origins must be a list'],
    ['limits: { clients: 0 }', 'clients must be a whole number from 1'],
  ])('%j is refused', async (source, message) => {
    expect(await complaint('--config plant.yaml', source)).toContain(message);
  });

  it('that is not there is named', async () => {
    const missing = readSettings(['--config', 'no-such-file.yaml'], { env: {} });
    await expect(missing).rejects.toThrow('no-such-file.yaml cannot be read: ENOENT');
  });
});

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runBus } from './run-bus.js';

const reading = ['read', '--slave', '1', '--reg', '289', '--decimals', '1'];
const sim = ['--port', 'sim:'];
const mark = 'bus: simulated line (sim:): the value is not from a real instrument\n';
const quick = ['--timeout', '50', '--retries', '0'];

describe('bus read', () => {
  it('prints the value on stdout, and that it is simulated on stderr', async () => {
    expect(await runBus([...reading, ...sim])).toEqual({ code: 0, stdout: '77.2\n', stderr: mark });
  });

  it('knows the other spellings', async () => {
    const args = ['read', '--unit', '1', '--reg', '0x121', '--decimals', '1'];
    const env = { BUS_PORT: 'sim:' };
    expect(await runBus(args, { env })).toEqual({ code: 0, stdout: '77.2\n', stderr: mark });
  });

  it('prints several values with their addresses', async () => {
    const { stdout } = await runBus([
      'read',
      '--slave',
      '1',
      '--reg',
      '172',
      '--count',
      '3',
      '--table',
      'coil',
      ...sim,
    ]);
    expect(stdout).toBe('172  on\n173  off\n174  off\n');
  });

  it('prints registers as hexadecimal digits', async () => {
    const read = ['read', '--slave', '1', '--hex', ...sim];
    expect((await runBus([...read, '--reg', '289'])).stdout).toBe('0x0304\n');
    expect((await runBus([...read, '--reg', '289-290'])).stdout).toBe('289  0x0304\n290  0xFFE4\n');
    expect((await runBus([...read, '--reg', '289', '--repeat', '1'])).stdout).toMatch(/ 0x0304\n$/);
    expect(await runBus([...read, '--reg', '289', '--decimals', '1'])).toMatchObject({ code: 2 });
  });

  it('prints CSV, once and again and again, with what could not be read', async () => {
    const read = ['read', '--slave', '1', '--decimals', '1', '--csv', ...sim];
    const header = 'time,unit,table,address,point,value,symbol,error';
    const timeless = (text: string) => text.replace(/^\d{4}-\d\d-\d\dT[\d:.]{12}Z,/gm, '');
    expect(timeless((await runBus([...read, '--reg', '289-290'])).stdout)).toBe(
      `${header}\n1,holding,289,,77.2,,\n1,holding,290,,6550.8,,\n`,
    );
    const failing = await runBus([...read, '--reg', '289,3', '--repeat', '2', '--every', '0']);
    expect(failing.code).toBe(4);
    const lines = timeless(failing.stdout).trimEnd().split('\n');
    expect(lines.map(line => line.split(',').slice(0, 3).join())).toEqual([
      'time,unit,table',
      '1,holding,289',
      '1,holding,3',
      '1,holding,289',
      '1,holding,3',
    ]);
    expect(lines[2]).toContain('illegal data address');
    expect(await runBus([...read, '--reg', '289', '--json'])).toMatchObject({ code: 2 });
  });

  it('prints one JSON object, marked as simulated', async () => {
    const { code, stdout, stderr } = await runBus([...reading, ...sim, '--json']);
    expect(JSON.parse(stdout)).toEqual({
      port: 'sim:',
      framing: 'rtu',
      simulated: true,
      unit: 1,
      table: 'holding',
      address: 289,
      quantity: 1,
      functionCode: 3,
      type: 'uint16',
      values: [77.2],
      value: 77.2,
      decimals: 1,
      elapsed: expect.any(Number),
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: mark });
  });

  it('shows both frames with --trace, and the line with -v', async () => {
    const { stdout, stderr } = await runBus([...reading, ...sim, '--trace', '-v']);
    expect(stdout).toBe('77.2\n');
    const [line, origin, request, reply, simulated] = stderr.split('\n');
    expect(line).toBe('sim: rtu unit 1, holding 289, FC3');
    expect(origin).toBe('port from --port');
    expect(request).toBe('   0.0 ms  →  01 03 01 21 00 01 D5 FC      unit 1, read holding registers 289, 1');
    expect(reply).toMatch(/^ *\d+\.\d ms {2}← {2}01 03 02 03 04 B9 77 {9}unit 1, 1 register: 772$/);
    expect(`${simulated}\n`).toBe(mark);
  });

  it('keeps the mark with --quiet', async () => {
    expect(await runBus([...reading, ...sim, '--quiet'])).toEqual({
      code: 0,
      stdout: '77.2\n',
      stderr: mark,
    });
  });

  it('takes the port from the nearest configuration file, and says so', async () => {
    const cwd = await mkdtemp(join(tmpdir(), 'bus-'));
    await writeFile(join(cwd, 'bus.config.yaml'), 'port: "sim:"\ntimeout: 500\n');
    const { stdout, stderr } = await runBus([...reading, '-v'], { cwd });
    await rm(cwd, { recursive: true });
    expect(stdout).toBe('77.2\n');
    expect(stderr).toContain('port from bus.config.yaml\n');
  });

  it('takes every flag from the environment', async () => {
    const env = { BUS_SLAVE: '1', BUS_REG: '289', BUS_DECIMALS: '1', BUS_PORT: 'sim:', BUS_JSON: 'true' };
    const { code, stdout } = await runBus(['read'], { env });
    expect(JSON.parse(stdout)).toMatchObject({ unit: 1, address: 289, value: 77.2 });
    expect(code).toBe(0);
    const wrong = await runBus([...reading, ...sim], { env: { BUS_COUNT: 'many' } });
    expect(wrong).toMatchObject({ code: 2, stdout: '' });
    expect(wrong.stderr).toMatch(/^bus: BUS_COUNT: Expected an integer/);
  });

  it('exits with 2 and says where it looked when no port is known', async () => {
    const preload = new URL('no-serial-ports.mjs', import.meta.url).href;
    const { code, stdout, stderr } = await runBus(reading, { preload });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toBe(
      'bus: no port: --port is not given, BUS_PORT is not set, there is no bus.config.yaml here or above, and this machine has no serial port\n' +
        '  try    Give one, such as --port /dev/ttyUSB0; --port sim: is the built-in simulated line.\n',
    );
  });

  it('exits with 3 when the unit is silent, and shows the bytes', async () => {
    const { code, stdout, stderr } = await runBus(['read', '--slave', '9', '--reg', '289', ...sim, ...quick]);
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr.split('\n').slice(0, 5)).toEqual([
      'bus: simulated line (sim:): no real instrument was asked',
      'bus: unit 9, read holding registers 289, 1: no answer within 50 ms',
      '  line   sim:',
      '  sent   09 03 01 21 00 01 D4 B4',
      '  heard  nothing',
    ]);
    expect(stderr).toMatch(/\n {2}try {4}\S/);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it('exits with 4 when the device has no such register', async () => {
    const { code, stderr } = await runBus(['read', '--slave', '1', '--reg', '5', ...sim]);
    expect(code).toBe(4);
    expect(stderr).toContain('exception 2 (illegal data address)\n');
    expect(stderr).toContain('  heard  01 83 02 C0 F1\n');
  });

  it('prints errors as JSON with --json', async () => {
    const { code, stdout } = await runBus(['read', '--slave', '1', '--reg', '5', ...sim, '--json']);
    expect(code).toBe(4);
    expect(JSON.parse(stdout)).toMatchObject({
      error: {
        name: 'ModbusException',
        code: 'device',
        label: 'unit 1, read holding registers 5, 1',
        facts: { unit: 1, sent: '01 03 00 05 00 01 94 0B', received: '01 83 02 C0 F1', attempt: 1 },
        exceptionCode: 2,
      },
      simulated: true,
      exitCode: 4,
    });
  });
});

describe('bus write', () => {
  const writing = ['write', '--slave', '1', '--reg', '24', '--value', '95.0', '--decimals', '1', ...sim];

  it('says what it wrote, and that it was no real instrument', async () => {
    expect(await runBus(writing)).toEqual({
      code: 0,
      stdout: 'wrote 95.0 to unit 1, holding 24\n',
      stderr: 'bus: simulated line (sim:): nothing was written to a real instrument\n',
    });
  });

  it('uses function 16, or 6 when told', async () => {
    expect((await runBus([...writing, '--trace'])).stderr).toContain('→  01 10 00 18 00 01 02 03 B6 24 CE');
    expect((await runBus([...writing, '--trace', '--fc', '6'])).stderr).toContain(
      '→  01 06 00 18 03 B6 88 8B',
    );
  });

  it('switches coils', async () => {
    const { stdout } = await runBus([
      ...['write', '--slave', '1', '--reg', '172', '--table', 'coil', '--value', 'off', 'on', ...sim],
    ]);
    expect(stdout).toBe('wrote off on to unit 1, coil 172 to 173\n');
  });

  it('takes a negative number for a value', async () => {
    const args = ['write', '--slave', '1', '--reg', '100', '--value', '-5', '-6', '--signed', ...sim];
    expect((await runBus(args)).stdout).toBe('wrote -5 -6 to unit 1, holding 100 to 101\n');
  });

  it('broadcasts to unit 0', async () => {
    const args = ['write', '--slave', '0', '--reg', '24', '--value', '7', ...sim];
    expect(await runBus(args)).toMatchObject({
      code: 0,
      stdout: 'sent 7 to all units, holding 24: nobody confirms a broadcast\n',
    });
  });

  it('exits with 4 when the device does not know the function', async () => {
    const args = ['write', '--slave', '2', '--reg', '3', '--value', '1', ...sim];
    expect((await runBus(args)).code).toBe(4);
    expect(await runBus([...args, '--fc', '6'])).toMatchObject({ code: 0 });
  });
});

describe('the command line', () => {
  it('is understood whatever lies in the home folder', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'bus-'));
    try {
      await mkdir(join(folder, 'bus'));
      await writeFile(join(folder, 'bus/package.json'), '{ broken');
      const ran = await runBus([...reading, ...sim], { env: { XDG_DATA_HOME: folder } });
      expect(ran).toEqual({ code: 0, stdout: '77.2\n', stderr: mark });
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it.each([
    ['an unknown flag', [...reading, '--bitrate', '9600'], 'bus: there is no flag --bitrate'],
    ['a missing flag', ['write', '--slave', '1'], 'bus: --value is missing'],
    ['no address', ['read', '--slave', '1'], 'bus: no address is named'],
    ['no unit', ['read', '--reg', '1'], 'bus: no unit is named'],
    ['a point without a map', ['read', 'boiler.flow'], 'bus: boiler.flow is named, but no device map'],
    ['a text for a number', ['read', '--slave', 'one', '--reg', '1'], "bus: 'one' is no range of units"],
    ['a wrong address', ['read', '--slave', '1', '--reg', '1.5'], "bus: '1.5' is not an address"],
    ['a unit out of range', ['read', '--slave', '300', '--reg', '1', ...sim], 'bus: units are from 0 to 255'],
    ['a command that does not exist', ['raed'], 'bus: command raed not found'],
    [
      'a serial setting of another port',
      [...reading, ...sim, '--baud', '9600'],
      'bus: --baud does not apply to sim:',
    ],
  ])('exits with 2 for %s', async (_, args, message) => {
    const { code, stdout, stderr } = await runBus(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr.startsWith(message)).toBe(true);
  });

  it('tells its version and explains itself, in every environment', async () => {
    const env = { NODE_ENV: 'development' };
    expect(await runBus(['--version'], { env })).toMatchObject({ code: 0, stderr: '' });
    const { stdout, stderr } = await runBus(['--help'], { env });
    expect(stderr).toBe('');
    for (const command of ['ports', 'read', 'write'])
      expect(stdout).toMatch(new RegExp(`\n {2}${command} +\\S`));
    expect((await runBus([...reading, ...sim], { env })).stderr).toBe(mark);
  });

  it.each(['read', 'write', 'ports'])('explains %s with examples', async command => {
    const { code, stdout } = await runBus([command, '--help']);
    expect(code).toBe(0);
    expect(stdout).toContain(`EXAMPLES\n  $ bus ${command}`);
  });

  it('lists the serial ports, or says that there are none', async () => {
    const preload = new URL('no-serial-ports.mjs', import.meta.url).href;
    const none = { code: 0, stdout: 'This machine has no serial port.\n', stderr: '' };
    expect(await runBus(['ports'], { preload })).toEqual(none);
    expect(JSON.parse((await runBus(['ports', '--json'], { preload })).stdout)).toEqual({ ports: [] });
  });
});

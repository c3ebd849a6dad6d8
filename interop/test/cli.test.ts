import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { PATIENCE } from '../support/patience.ts';
import { BAUD } from '../support/peers.ts';
import { type Finished, runToEnd } from '../support/program.ts';
import { Rig } from '../support/rig.ts';
import { runFolder } from '../support/run-folder.ts';
import { TABLE_SIZE, valueAt, valuesAt } from '../support/values.ts';
import { describeWith } from './describe-with.ts';

const cli = dirname(createRequire(import.meta.url).resolve('@bus/cli/package.json'));
const variables = Object.entries(process.env).filter(([name]) => !/^(BUS_|NODE_ENV$)/.test(name));

describeWith(['socat', 'libmodbus'], 'the program bus with a server made of libmodbus', () => {
  let rig: Rig;

  beforeAll(async () => {
    rig = await Rig.open('libmodbus');
  });
  afterAll(() => rig?.dispose());

  /** Runs `bus` on our end of the cable, where no configuration file is about. */
  function bus(command: string): Promise<Finished> {
    const words = command.split(' ');
    const port = ['--port', rig.cable.ours, '--baud', String(BAUD)];
    if (!words.includes('--timeout')) port.push('--timeout', String(PATIENCE));
    const env = Object.fromEntries(variables);
    return runToEnd(process.execPath, [join(cli, 'bin/bus.js'), ...words, ...port], {
      cwd: runFolder(),
      env,
    });
  }
  const printed = (stdout: string): Finished => ({ code: 0, stdout, stderr: '' });

  it('prints one register bare, with its decimals and sign', async () => {
    expect(await bus('read --slave 1 --reg 289')).toEqual(printed('8966\n'));
    expect(await bus('read --slave 1 --reg 289 --decimals 1')).toEqual(printed('896.6\n'));
    expect(await bus('read --slave 1 --reg 0x121 --decimals 3')).toEqual(printed('8.966\n'));
    expect(await bus('read --slave 1 --reg 0 --table input --signed --decimals 2')).toEqual(
      printed('-255.36\n'),
    );
  });

  it('prints several values with their addresses', async () => {
    expect(await bus('read --slave 1 --reg 98 --count 3')).toEqual(
      printed(' 98  3045\n 99  3076\n100  3107\n'),
    );
    const { stdout } = await bus('read --slave 1 --reg 5 --count 125 --table input');
    expect(stdout.match(/\d+$/gm)!.map(Number)).toEqual(valuesAt(valueAt.input, 5, 125));
  });

  it('prints coils and discrete inputs as on and off', async () => {
    expect(await bus('read --slave 1 --reg 0 --table coil')).toEqual(printed('on\n'));
    expect(await bus('read --slave 1 --reg 1 --count 2 --table discrete')).toEqual(
      printed('1  on\n2  off\n'),
    );
    const { stdout } = await bus('read --slave 1 --reg 7 --count 2000 --table coil');
    expect(stdout.match(/on$|off$/gm)!.map(word => word === 'on')).toEqual(valuesAt(valueAt.coil, 7, 2000));
  });

  it('writes registers and coils, which then can be read', async () => {
    expect(await bus('write --slave 1 --reg 24 --value 95.0 --decimals 1')).toEqual(
      printed('wrote 95.0 to unit 1, holding 24\n'),
    );
    expect(await bus('read --slave 1 --reg 24 --decimals 1')).toEqual(printed('95.0\n'));
    expect((await bus('write --slave 1 --reg 25 --value 17 --fc 6')).code).toBe(0);
    expect(await bus('read --slave 1 --reg 25')).toEqual(printed('17\n'));
    expect(await bus('write --slave 1 --reg 25 --bit 3 --value on --verify')).toEqual(
      printed('wrote on to unit 1, holding 25 bit 3, and read it back\n'),
    );
    expect(await bus('write --slave 1 --reg 25 --bit 0 --value off --fc 6')).toEqual(
      printed('wrote off to unit 1, holding 25 bit 0: read 0x0019 and wrote 0x0018\n'),
    );
    expect(await bus('read --slave 1 --reg 25 --hex')).toEqual(printed('0x0018\n'));
    expect((await bus('write --slave 1 --reg 40 --table coil --value off on off')).code).toBe(0);
    expect(await bus('read --slave 1 --reg 40 --count 3 --table coil')).toEqual(
      printed('40  off\n41  on\n42  off\n'),
    );
  });

  it('shows each frame with --trace, and only the value on stdout', async () => {
    const { code, stdout, stderr } = await bus('read --slave 1 --reg 289 --trace');
    expect({ code, stdout }).toEqual({ code: 0, stdout: '8966\n' });
    const [request, reply, ...more] = stderr.trim().split('\n');
    expect(request).toMatch(/→ {2}01 03 01 21 00 01 D5 FC {2,}unit 1, read holding registers 289, 1$/);
    expect(reply).toMatch(/← {2}01 03 02 23 06 21 76 {2,}unit 1, 1 register: 8966$/);
    expect(more).toEqual([]);
  });

  it('tells programs the same with --json', async () => {
    const { code, stdout, stderr } = await bus('read --slave 1 --reg 289 --decimals 1 --json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({ unit: 1, address: 289, value: 896.6, simulated: false });
  });

  it('ends with 4 when the device refuses, and says why', async () => {
    const { code, stdout, stderr } = await bus(`read --slave 1 --reg ${TABLE_SIZE}`);
    expect({ code, stdout }).toEqual({ code: 4, stdout: '' });
    expect(stderr).toContain(`bus: unit 1, read holding registers ${TABLE_SIZE}, 1: `);
    expect(stderr).toContain('illegal data address');
    expect(stderr).toMatch(/^ {2}heard {2}01 83 02 C0 F1$/m);
  });

  it('ends with 3 when the unit is absent, with the bytes it sent', async () => {
    const { code, stdout, stderr } = await bus('read --slave 2 --reg 0 --timeout 600 --retries 0');
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toContain('bus: unit 2, read holding registers 0, 1: no answer within 600 ms');
    expect(stderr).toMatch(/^ {2}sent {3}02 03 00 00 00 01 84 39$/m);
    expect(stderr).toMatch(/^ {2}heard {2}nothing$/m);
    // For half a second libmodbus takes the next request for the absent unit's answer, and swallows it.
    expect(await bus('read --slave 1 --reg 1 --timeout 1000 --retries 20')).toEqual(printed('38\n'));
  });

  it('ends with 5 when the port does not exist, and with 2 when the command makes no sense', async () => {
    const missing = await runToEnd(
      process.execPath,
      [join(cli, 'bin/bus.js'), 'read', '--slave', '1', '--reg', '0', '--port', join(runFolder(), 'no-port')],
      { cwd: runFolder(), env: Object.fromEntries(variables) },
    );
    expect(missing).toMatchObject({ code: 5, stdout: '' });
    expect(await bus('read --slave 1 --reg 0 --decimals -1')).toMatchObject({ code: 2, stdout: '' });
    expect(await bus('write --slave 1 --reg 24 --value 70000')).toMatchObject({ code: 2, stdout: '' });
    expect(await bus('read --slave 1 --reg 24 --decimals 1')).toEqual(printed('95.0\n'));
  });
});

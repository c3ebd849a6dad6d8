import { describe, expect, it } from 'vitest';
import { runBus } from './run-bus.js';

const sim = ['--port', 'sim:'];

describe('bus dcon', () => {
  it('prints the raw answer to a raw request, with every frame on stderr', async () => {
    const { code, stdout, stderr } = await runBus(['dcon', 'send', '$022', ...sim, '--trace']);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '!02400600\n' });
    expect(stderr).toMatch(/→ {2}24 30 32 32 0D +module 02, read configuration\n/);
    expect(stderr).toContain('bus: simulated line (sim:): no real module was asked\n');
  });

  it('says what a module is', async () => {
    const { code, stdout } = await runBus(['dcon', 'info', '--address', '0A', '--checksum', 'on', ...sim]);
    expect(code).toBe(0);
    expect(stdout).toBe(
      'address   0A\nname      7060\nmodel     I-7060\nfirmware  B2.0\ntype      40\nstored    9600-8N1, checksum on\n',
    );
  });

  it('reads a module, for people and for programs', async () => {
    const read = ['dcon', 'read', '--address', '03', ...sim];
    const { stdout, stderr } = await runBus(read);
    expect(stdout).toContain('analog input 0  4.982 V\n');
    expect(stdout).toContain('analog input 7  over range\n');
    expect(stderr).toBe('bus: simulated line (sim:): the values are not from a real module\n');
    const { values, ...result } = JSON.parse((await runBus([...read, '--json'])).stdout);
    expect(result).toMatchObject({
      port: 'sim:',
      framing: 'dcon',
      simulated: true,
      address: '03',
      name: '7017',
    });
    expect(values[7]).toEqual({ kind: 'analog input', channel: 7, unit: 'V', status: 'over' });
  });

  it('sets digital and analog outputs', async () => {
    const digital = await runBus(['dcon', 'set', '--address', '02', '--output', '2', 'on', ...sim]);
    expect(digital).toEqual({
      code: 0,
      stdout: 'output 2 of module 02: on\n',
      stderr: 'bus: simulated line (sim:): no real output was set\n',
    });
    const analog = ['dcon', 'set', '--address', '04', '--channel', '0', '--value', '5.0', ...sim];
    expect((await runBus(analog)).stdout).toBe('analog output 0 of module 04: 5\n');
  });

  it('watches as often as it is told, a JSON object on each line', async () => {
    const args = ['dcon', 'watch', '--address', '02', '--every', '20', '--times', '3', '--json', ...sim];
    const { code, stdout, stderr } = await runBus(args);
    expect(code).toBe(0);
    const samples = stdout
      .trim()
      .split('\n')
      .map(line => JSON.parse(line));
    expect(samples.map(({ event }) => event)).toEqual(['sample', 'sample', 'sample', 'summary']);
    expect(samples[2]).toMatchObject({ address: '02', name: '7044', simulated: true });
    expect(stderr).toBe('bus: simulated line (sim:): the values are not from a real module\n');
  });

  it('watches until Ctrl-C, which is no error', async () => {
    const args = ['dcon', 'watch', '--address', '02', '--every', '20', '--trace', ...sim];
    let interrupted = false;
    const { code, stdout, stderr } = await runBus(args, {
      onStderr: (text, child) => {
        if (!interrupted && (text.match(/read inputs and outputs/g) ?? []).length > 3)
          interrupted = child.kill('SIGINT');
      },
    });
    expect(code).toBe(130);
    expect(stdout.split('\n').length).toBeGreaterThan(2);
    expect(stderr).not.toContain('given up');
  });

  it('finds modules, without a bar where nobody looks', async () => {
    const { code, stdout, stderr } = await runBus([
      ...['dcon', 'scan', '--addresses', '02,0A', '--timeout', '50', ...sim],
    ]);
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: 'bus: simulated line (sim:): the modules are not real\n',
    });
    expect(stdout.split('\n').map(line => line.split(/ {2,}/))).toEqual([
      ['address', 'name', 'model', 'firmware', 'answers at', 'checksum'],
      ['02', '7044', 'I-7044', 'B2.0', 'off'],
      ['0A', '7060', 'I-7060', 'B2.0', 'on'],
      [''],
    ]);
  });

  it('prints what was found so far on Ctrl-C', async () => {
    // It waits for module 06, which is not there, for as long as Ctrl-C may take.
    const args = ['dcon', 'scan', '--addresses', '02-06', '--timeout', '60000', '--json', '--trace', ...sim];
    let interrupted = false;
    const { code, stdout } = await runBus(args, {
      onStderr: (text, child) => {
        if (!interrupted && text.includes('module 06')) interrupted = child.kill('SIGINT');
      },
    });
    expect(code).toBe(130);
    const { modules, complete } = JSON.parse(stdout);
    expect(complete).toBe(false);
    expect(modules.map(({ address }: { address: string }) => address)).toEqual(['02', '03', '04', '05']);
  });

  it('exits with 3 when nobody answers, and with 4 when the module refuses', async () => {
    const silent = ['dcon', 'info', '--address', '07', '--timeout', '50', '--retries', '0', ...sim];
    const { code, stdout, stderr } = await runBus(silent);
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toContain('bus: module 07, read name: no answer within 50 ms\n');
    expect(stderr).toContain('  sent   24 30 37 4D 0D  $07M\n');
    const refused = await runBus(['dcon', 'send', '%0202400A00', ...sim, '--json']);
    expect(refused.code).toBe(4);
    expect(JSON.parse(refused.stdout)).toMatchObject({ error: { name: 'DconRejected', code: 'device' } });
  });

  it.each([
    ['what is no request', ['send', '$0a2', ...sim], "bus: '$0a2' is no DCON request"],
    ['an address of one digit', ['info', '--address', '2', ...sim], 'bus: a DCON address is two hexadecimal'],
    ['no output', ['set', '--address', '02', ...sim], 'bus: it is not clear which output'],
    [
      'a value that is none',
      ['set', '--address', '04', '--channel', '0', '--value', 'x'],
      'bus: --value: expected',
    ],
    ['speeds of the simulated line', ['scan', '--bauds', '9600', ...sim], 'bus: --bauds is for serial ports'],
    [
      'the line of the 232DRIO',
      ['info', '--address', '02', '--port', 'sim:drio'],
      'bus: nothing on the simulated',
    ],
  ])('exits with 2 for %s', async (_, args, message) => {
    const { code, stdout, stderr } = await runBus(['dcon', ...args]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr.startsWith(message)).toBe(true);
  });

  it.each(['info', 'read', 'scan', 'send', 'set', 'watch'])('explains %s with examples', async command => {
    const { code, stdout } = await runBus(['dcon', command, '--help']);
    expect(code).toBe(0);
    expect(stdout).toContain(`EXAMPLES\n  $ bus dcon ${command}`);
  });
});

import { describe, expect, it } from 'vitest';
import { runBus } from './run-bus.js';

const sim = ['--port', 'sim:'];
const events = (stdout: string) =>
  stdout
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as Record<string, unknown>);

describe('bus scan', () => {
  it('prints units as they are found, without a bar where nobody looks', async () => {
    const args = ['scan', 'units', '--units', '1-3', '--addresses', '02-03', '--timeout', '60', ...sim];
    const { code, stdout, stderr } = await runBus(args);
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: 'bus: simulated line (sim:): the devices are not real\n',
    });
    const lines = stdout
      .replace(/[\d.]+ ms/g, '… ms')
      .replace(/[\d.]+ s/, '… s')
      .trim()
      .split('\n');
    expect(lines).toEqual([
      'unit 1     refuses a read of a holding register (exception 2), … ms',
      'unit 2     refuses a read of a holding register (exception 2), … ms',
      'module 02  7044, … ms',
      'module 03  7017, … ms',
      '4 answer; 5 addresses in … s.',
    ]);
  });

  it('prints ranges of registers', async () => {
    const args = ['scan', 'registers', '--slave', '1', '--tables', 'coil,holding', '--to', '300', ...sim];
    const { code, stdout } = await runBus(args);
    expect(code).toBe(0);
    expect(stdout.split('\n').slice(0, 7)).toEqual([
      'coil      19-55        37',
      'coil      172-174      3',
      'holding   24           1',
      'holding   100-109      10',
      'holding   289-290      2',
      'coil: 40 from 0 to 300',
      'holding: 13 from 0 to 300',
    ]);
  });

  it('prints what was found so far on Ctrl-C, and the summary last', async () => {
    const args = ['scan', 'units', '--protocol', 'modbus', '--timeout', '50', '--json', '--trace', ...sim];
    let interrupted = false;
    const { code, stdout } = await runBus(args, {
      onStderr: (text, child) => {
        if (!interrupted && text.includes('unit 4,')) interrupted = child.kill('SIGINT');
      },
    });
    expect(code).toBe(130);
    const told = events(stdout);
    expect(told.map(({ event }) => event)).toEqual(['found', 'found', 'summary']);
    expect(told.at(-1)).toMatchObject({ complete: false, found: 2 });
  });

  it('finds speeds of serial ports only', async () => {
    expect(await runBus(['scan', 'line', ...sim])).toMatchObject({ code: 2, stdout: '' });
  });

  it.each(['line', 'registers', 'units'])('explains scan %s with examples', async command => {
    const { code, stdout } = await runBus(['scan', command, '--help']);
    expect(code).toBe(0);
    expect(stdout).toContain(`EXAMPLES\n  $ bus scan ${command}`);
    expect(stdout).toContain('BUS_');
  });
});

describe('bus ping', () => {
  const ping = ['ping', '--every', '10', '--timeout', '60', ...sim];

  it('prints each round trip and then percentiles', async () => {
    const { code, stdout } = await runBus([...ping, '--slave', '1-2', '--count', '2']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^unit 1 {2}1 {2}[\d.]+ ms, refused with exception 2\n/);
    expect(stdout).toMatch(
      / sent {2}answered {2}silent {2}damaged {2}loss {2}min +mean +p50 +p90 +p99 +max\n/,
    );
    expect(stdout).toMatch(/\nunit 2 {2}2 +2 +0 +0 +0 % +[\d.]+/);
  });

  it('exits with 3 when a unit never answers', async () => {
    const { code, stdout } = await runBus([...ping, '--slave', '1,9', '--count', '1', '--json']);
    expect(code).toBe(3);
    expect(events(stdout).map(({ event, unit }) => [event, unit])).toEqual([
      ['reply', 1],
      ['lost', 9],
      ['summary', undefined],
    ]);
  });
});

describe('bus identify', () => {
  it('prints what a module tells of itself', async () => {
    const { code, stdout } = await runBus(['identify', '--dcon', '02', ...sim]);
    expect(code).toBe(0);
    expect(stdout).toContain('model           I-7044\nname            7044\n');
  });

  it('says what was refused', async () => {
    const { code, stdout } = await runBus(['identify', '--slave', '1', ...sim]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^The device tells nothing of itself\.\nfunction 17: refused: /);
  });

  it('exits with 3 when nobody answers, and with 2 when nobody is named', async () => {
    const silent = ['identify', '--slave', '9', '--timeout', '50', '--retries', '0', ...sim];
    expect(await runBus(silent)).toMatchObject({ code: 3, stdout: '' });
    expect(await runBus(['identify', ...sim])).toMatchObject({ code: 2, stdout: '' });
  });
});

describe('bus doctor', () => {
  const preload = new URL('no-serial-ports.mjs', import.meta.url).href;

  it('prints what it looked at', async () => {
    const { code, stdout } = await runBus(['doctor'], { preload });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ok {4}bus: bus \S+ on /);
    expect(stdout).toContain(`ok    node: Node ${process.versions.node}\n`);
    expect(stdout).toMatch(/note {2}ports: this machine has no serial port\n {6}Plug/);
  });

  it('asks a unit, and exits with 3 when it does not answer', async () => {
    const { code, stdout } = await runBus(['doctor', '--ask', '9', '--timeout', '50', '--json', ...sim]);
    expect(code).toBe(3);
    expect(events(stdout).at(-1)).toMatchObject({ event: 'summary', problems: 1, firstProblem: 'answer' });
  });

  it('exits with 5 when the port does not exist', async () => {
    const { code, stdout } = await runBus(['doctor', '--port', '/dev/no-such-port', '--ask', '1']);
    expect(code).toBe(5);
    expect(stdout).toContain('BAD   port: /dev/no-such-port is not there');
  });
});

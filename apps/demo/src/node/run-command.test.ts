import { until } from '@bus/line/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OpenDoors } from '../doors/index.js';
import { selfSignedFiles } from '../doors/self-signed.fixture.js';
import { RpcCode, RpcError } from '../protocol/index.js';
import { openPanel, PanelHub } from './panel-hub.fixture.js';
import { runCommand } from './run-command.js';

let hub: PanelHub;
let doors: OpenDoors;
beforeEach(async () => {
  hub = new PanelHub();
  doors = await openPanel(hub);
});
afterEach(() => doors.close());

function start(args: readonly string[], env: Record<string, string> = {}) {
  const out: string[] = [];
  const err: string[] = [];
  const interrupt = new AbortController();
  const terminal = {
    out: (line: string) => out.push(line),
    err: (line: string) => err.push(line),
    env,
    signal: interrupt.signal,
  };
  const all = args.includes('--server') ? args : [...args, '--server', doors.tcpUrl!];
  const code = runCommand(all, terminal);
  return { out, err, code, interrupt: () => interrupt.abort() };
}

async function run(...args: string[]) {
  const { out, err, code } = start(args);
  return { code: await code, out, err };
}

describe('the command line', () => {
  it('sends a raw command and shows what was heard', async () => {
    expect(await run('send', '$022')).toEqual({
      code: 0,
      out: ['!02400600', '  module 02: 9600 baud, 12.3 ms'],
      err: [],
    });
    expect(hub.calls.at(-1)).toEqual(['line.send', { line: 'rs485', text: '$022' }]);
  });

  it('passes on what is known of a raw command', async () => {
    await run('send', '$022', '--line', 'x', '--protocol', 'dcon', '--checksum');
    const params = { line: 'x', text: '$022', protocol: 'dcon', checksum: true };
    expect(hub.calls.at(-1)).toEqual(['line.send', params]);
  });

  it('says what the line said when nobody answered, with the bytes', async () => {
    expect(await run('send', '$052')).toEqual({
      code: 3,
      out: [],
      err: ['bus-demo: no reply', '  sent   24 30 35', '  heard  nothing', '  try    Look at the wires.'],
    });
  });

  it('asks which line is meant where there are several', async () => {
    hub.lines = [...hub.lines, { id: 'drio', protocol: '232drio' }, { id: 'hall', protocol: 'modbus' }];
    const told = ['bus-demo: the server has 3 lines: rs485, drio, hall', '  try    Choose one with --line.'];
    for (const args of [['send', '$022'], ['send', '#02'], ['trace']])
      expect(await run(...args)).toEqual({ code: 2, out: [], err: told });
  });

  it.each([
    ['$022', 'rs485', []],
    ['01 03 00 00 00 01', 'rs485', []],
    ['!0R', 'drio', []],
    ['#0R', 'drio', ['--protocol', '232drio']],
    ['#02', 'rs485', ['--protocol', 'dcon']],
  ])('sends %s to the line that it can only be for', async (text, line, flags) => {
    hub.lines = [...hub.lines, { id: 'drio', protocol: '232drio' }];
    await run('send', text, ...flags);
    expect(hub.calls.at(-1)).toEqual(['line.send', expect.objectContaining({ line, text })]);
  });

  it('reads everything, one instrument, or one point', async () => {
    const all = ['oven.setPoint  77.2 °C', 'oven.alarm     off', 'dcon-02.output1  on'];
    expect(await run('read')).toEqual({ code: 0, out: all, err: [] });
    expect((await run('read', 'oven')).out).toEqual(all.slice(0, 2));
    expect((await run('read', 'oven.setPoint')).out).toEqual(['77.2 °C']);
    expect((await run('read', 'oven.setPoint', '--json')).out).toEqual(['{"setPoint":77.2}']);
  });

  it('reads the others when one fails, and says so', async () => {
    hub.failure = new RpcError(RpcCode.LINE, 'module 02: no reply', { code: 'no-reply' });
    expect(await run('read')).toMatchObject({ code: 3, err: ['dcon-02: module 02: no reply'] });
    const { out, code } = await run('read', '--json');
    expect([code, out.map(line => JSON.parse(line))]).toEqual([
      3,
      [
        { instrument: 'oven', values: { setPoint: 77.2, alarm: false }, readAt: 1 },
        { instrument: 'dcon-02', values: {}, error: hub.failure.toObject() },
      ],
    ]);
  });

  it.each([
    ['oven.alarm', 'on', true, 'on'],
    ['oven.alarm', '0', false, 'off'],
    ['oven.setPoint', '80', 80, '80.0 °C'],
    ['oven.setPoint', '-5.5', -5.5, '-5.5 °C'],
  ])('writes %s %s and shows what was read back', async (target, text, value, shown) => {
    expect(await run('write', target, text)).toEqual({ code: 0, out: [shown], err: [] });
    const [instrument, point] = target.split('.');
    expect(hub.calls.at(-1)).toEqual(['points.write', { instrument, point, value }]);
  });

  it.each([
    [['write', 'oven.setPoint', 'on'], 'Set point takes a number, not on'],
    [['write', 'oven.alarm', '2'], 'Alarm is switched on or off, not 2'],
    [['write', 'oven', '2'], 'oven is an instrument, not a point'],
    [['write', 'oven.setPoint'], 'write takes instrument.point and a value'],
    [['read', 'kiln'], 'there is no instrument kiln'],
    [['read', 'oven.x'], 'there is no point oven.x'],
    [['list', 'x'], 'list takes nothing more'],
    [['fly'], 'there is no command fly'],
    [[], 'a command is missing'],
    [['read', '--nonsense'], "Unknown option '--nonsense'"],
    [['read', '--timeout', 'x'], '--timeout must be 1 to 600000 milliseconds, not x'],
    [['read', '--protocol', 'x'], '--protocol must be modbus, dcon or 232drio, not x'],
    [['read', '--server', 'localhost'], 'localhost is no URL of a server'],
    [['read', '--server', 'http://localhost'], 'http://localhost is no URL of a server'],
    [['read', '--ca', 'no-such-file'], '--ca no-such-file cannot be read'],
  ])('refuses %j', async (args, message) => {
    const { code, out, err } = await run(...args);
    expect([code, out]).toEqual([2, []]);
    expect(err[0]).toContain(`bus-demo: ${message}`);
    expect(hub.calls.filter(([method]) => method === 'points.write')).toEqual([]);
  });

  it('lists lines and instruments', async () => {
    expect((await run('list')).out).toEqual([
      'rs485  sim:, simulated, open',
      '  oven     modbus 1  temperature controller  setPoint alarm',
      '  dcon-02  dcon 02   I-7044                  output1',
    ]);
  });

  it('shows values as they change, until Ctrl-C', async () => {
    const { out, err, code, interrupt } = start(['watch', 'oven']);
    await until(() => hub.calls.some(([method]) => method === 'subscribe'), 'it subscribes');
    const say = (setPoint: number, more = {}) =>
      hub.notify('values', { instrument: 'oven', values: { setPoint, alarm: false }, readAt: 1, ...more });
    say(77.2);
    say(77.2);
    say(77.3);
    say(77.3, { error: { message: 'no reply' } });
    say(77.3, { error: { message: 'no reply' } });
    say(77.3);
    hub.notify('values', { instrument: 'dcon-02', values: { output1: true } });
    await until(() => out.length === 6, 'all is shown');
    interrupt();
    expect([await code, err]).toEqual([130, []]);
    const shown = out.map(line => line.slice(10));
    expect(shown).toEqual([
      'oven.setPoint  77.2 °C',
      'oven.alarm     off',
      'oven.setPoint  77.3 °C',
      'oven: no reply',
      'oven.setPoint  77.3 °C',
      'oven.alarm     off',
    ]);
    await until(() => hub.callers.size === 0, 'it is gone');
  });

  it('says of a failure when it was told, not when the instrument was well', async () => {
    const { out, code, interrupt } = start(['watch', 'oven']);
    await until(() => hub.calls.some(([method]) => method === 'subscribe'), 'it subscribes');
    const begin = Date.now();
    const failed = { readAt: begin - 3 * 3_600_000, error: { message: 'no reply' } };
    hub.notify('values', { instrument: 'oven', values: { setPoint: 77.2 }, ...failed });
    await until(() => out.length === 1, 'it is shown');
    interrupt();
    await code;
    const seconds = Math.ceil((Date.now() - begin) / 1000);
    const times = Array.from({ length: seconds + 1 }, (_, second) =>
      new Date(begin + 1000 * second).toTimeString().slice(0, 8),
    );
    expect(times).toContain(out[0]!.slice(0, 8));
  });

  it('shows the trace, and what it missed', async () => {
    const { out, err, code, interrupt } = start(['trace']);
    await until(() => hub.calls.some(([method]) => method === 'subscribe'), 'it subscribes');
    const frame = (number: number) => ({
      number,
      time: 1_000_000 + number,
      direction: number % 2 ? 'sent' : 'received',
      hex: '01 03',
      meaning: 'm',
    });
    hub.notify('trace', { line: 'rs485', frames: [frame(1), frame(2)] });
    hub.notify('trace', { line: 'rs485', frames: [frame(2), frame(5)] });
    await until(() => out.length === 3, 'all is shown');
    interrupt();
    expect([await code, err]).toEqual([130, ['2 not seen']]);
    expect(out[0]).toMatch(/\.001 {2}→ {2}01 03 {24}m$/);
  });

  it('shows frames of the same moment, each once', async () => {
    const { out, code, interrupt } = start(['trace']);
    await until(() => hub.calls.some(([method]) => method === 'subscribe'), 'it subscribes');
    const more = { time: 1_000_000, direction: 'received', hex: '01', meaning: 'm' };
    const frames = [1, 2].map(number => ({ number, ...more }));
    hub.notify('trace', { line: 'rs485', frames });
    hub.notify('trace', { line: 'rs485', frames: [...frames, { ...more, number: 3, time: 1_000_001 }] });
    await until(() => out.some(line => line.includes('.001')), 'the last one is shown');
    interrupt();
    await code;
    expect(out).toHaveLength(3);
  });

  it.each([['list'], ['read', 'oven'], ['watch', 'oven'], ['send', '$022']])(
    'ends at Ctrl-C whatever %s waits for',
    async (...args) => {
      hub.silent = true;
      const { code, err, interrupt } = start(args);
      await until(() => hub.calls.some(([method]) => method.endsWith('.list')), 'it asks');
      interrupt();
      expect([await code, err]).toEqual([130, []]);
    },
  );

  it('goes on when the server comes back', async () => {
    const { err, out, code, interrupt } = start(['watch']);
    const port = Number(new URL(doors.tcpUrl!).port);
    await until(() => hub.calls.some(([method]) => method === 'subscribe'), 'it subscribes');
    await doors.close();
    await until(() => err.length > 0, 'the loss is noticed');
    hub.calls.length = 0;
    doors = await openPanel(hub, { tcpPort: port });
    await until(() => hub.calls.some(([method]) => method === 'subscribe'), 'it subscribes again');
    hub.notify('values', { instrument: 'oven', values: { alarm: true }, readAt: 1 });
    await until(() => out.length === 1, 'a value arrives');
    interrupt();
    expect(await code).toBe(130);
    expect(err[0]).toContain('connection lost');
    expect(err.at(-1)).toBe('connected again');
  });

  it('says when nobody listens, as text or JSON', async () => {
    const url = doors.tcpUrl!;
    await doors.close();
    const { code, err } = await run('read', '--server', url);
    expect([code, err[0]]).toEqual([5, expect.stringContaining('ECONNREFUSED')]);
    const json = await run('read', '--json', '--server', url);
    expect(JSON.parse(json.err[0]!)).toMatchObject({ error: { code: RpcCode.DISCONNECTED }, exitCode: 5 });
    doors = await openPanel(hub);
  });

  it('helps', async () => {
    expect((await run('--help')).out[0]).toContain('--server URL');
    expect((await run('help')).code).toBe(0);
  });
});

describe('the ways to a server', () => {
  it('are WebSocket as well', async () => {
    const server = doors.httpUrl!.replace('http', 'ws');
    expect((await run('read', 'oven.alarm', '--server', server)).out).toEqual(['off']);
  });

  it('take a token, by flag or environment', async () => {
    await doors.close();
    doors = await openPanel(hub, { token: 'geheim' });
    expect((await run('read', 'oven.alarm', '--token', 'geheim')).code).toBe(0);
    expect(await start(['read', 'oven.alarm'], { BUS_DEMO_TOKEN: 'geheim' }).code).toBe(0);
    for (const token of [[], ['--token', 'falsch']]) {
      const { code, err } = await run('read', 'oven.alarm', ...token);
      expect([code, err]).toEqual([5, [expect.stringMatching(/token is wrong|authenticate/)]]);
    }
  });

  it('are encrypted where the server is, for those who trust it', async () => {
    const { files, remove } = await selfSignedFiles();
    await doors.close();
    doors = await openPanel(hub, { tls: files });
    for (const server of [doors.tcpUrl!, doors.httpUrl!.replace('https', 'wss')]) {
      const trusted = await run('read', 'oven.alarm', '--server', server, '--ca', files.certFile);
      expect(trusted).toEqual({ code: 0, out: ['off'], err: [] });
      const distrusted = await run('read', 'oven.alarm', '--server', server);
      expect([distrusted.code, distrusted.err[0]]).toEqual([5, expect.stringMatching(/self-signed/)]);
    }
    await remove();
  });
});

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runBus } from './run-bus.js';

const sim = ['--port', 'sim:'];
const points = ['--slave', '1', '--reg', '289', '--reg', '24', '--decimals', '1', ...sim];
const oven = [...points, '--every', '400'];
const mark = 'bus: simulated line (sim:): the values are not from real instruments\n';
const jsonLines = (text: string) =>
  text
    .trim()
    .split('\n')
    .map(line => JSON.parse(line));

describe('bus poll', () => {
  it.each([[[]], [['--json']]])('prints a JSON object on each line where nobody looks (%j)', async more => {
    const { code, stdout, stderr } = await runBus(['poll', ...oven, '--times', '2', ...more]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: mark });
    const events = jsonLines(stdout);
    expect(events.map(({ event }) => event)).toEqual(['line', ...Array(4).fill('sample'), 'summary']);
    expect(events[1]).toEqual({
      event: 'sample',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      line: 'sim:',
      unit: 1,
      point: 'unit1.holding24',
      value: 80,
      simulated: true,
    });
    expect(events.at(-1)).toMatchObject({
      rounds: 2,
      simulated: true,
      points: [{ value: 77.2 }, { value: 80 }],
    });
  });

  it('prints CSV, and statistics on stderr', async () => {
    const { stdout, stderr } = await runBus(['poll', ...oven, '--times', '1', '--csv']);
    const [header, first, second, ...more] = stdout.split('\n');
    expect(header).toBe('time,line,unit,point,value,symbol,error');
    expect(first).toMatch(/Z,sim:,1,unit1\.holding24,80,,$/);
    expect(second).toMatch(/Z,sim:,1,unit1\.holding289,77\.2,,$/);
    expect(more).toEqual(['']);
    expect(stderr).toContain('\n1 round in ');
    expect((await runBus(['poll', ...oven, '--times', '1', '--csv', '--quiet'])).stderr).toBe(mark);
  });

  it('polls until Ctrl-C, and tells its statistics', async () => {
    let interrupted = false;
    const { code, stdout } = await runBus(['poll', ...points, '--every', '20', '--trace'], {
      onStderr: (text, child) => {
        if (!interrupted && text.split('1 register').length > 8) interrupted = child.kill('SIGINT');
      },
    });
    expect(code).toBe(130);
    const summary = jsonLines(stdout).at(-1);
    expect(summary).toMatchObject({ event: 'summary', units: [{ unit: 1, timeouts: 0 }] });
    expect(summary.points[0].reads).toBeGreaterThan(2);
    expect(summary).not.toHaveProperty('lastError');
  });

  it('exits with the code of the latest failure', async () => {
    const args = ['poll', '--slave', '1', '--reg', '5', '--times', '1', '--json', ...sim];
    const { code, stdout } = await runBus(args);
    expect(code).toBe(4);
    expect(jsonLines(stdout)[1]).toMatchObject({ error: { code: 'device', exceptionCode: 2 } });
  });

  it('says where its configuration is wrong', async () => {
    const cwd = await mkdtemp(join(tmpdir(), 'bus-'));
    const good =
      'devices:\n  oven:\n    unit: 1\n    points:\n      hot: { address: 289, decimals: 1 }\npoll:\n';
    await writeFile(join(cwd, 'poll.yaml'), `${good}  - evry: 100\n    points: [oven.hot]\n`);
    const { code, stderr } = await runBus(['poll', '--config', 'poll.yaml', ...sim], { cwd });
    await rm(cwd, { recursive: true });
    expect(code).toBe(2);
    expect(stderr).toContain("bus: poll.yaml:7:5: an entry of poll has no key 'evry'");
    expect(stderr).toContain('It is spelt every.');
  });

  it.each([
    ['nothing to poll', ['poll', ...sim], 'bus: nothing is said to be polled'],
    ['no port', ['poll', '--slave', '1', '--reg', '1', '--port', '/dev/absent'], 'bus: /dev/absent'],
    ['a time that is none', ['poll', ...oven, '--for', 'long'], 'bus: --for: expected a time'],
  ])('ends at once for %s', async (_, args, message) => {
    const { code, stdout, stderr } = await runBus(args);
    expect([2, 5]).toContain(code);
    expect(stdout).toBe('');
    expect(stderr).toContain(message);
  });

  it('takes its flags from the environment, and those of the command line instead', async () => {
    const env = { BUS_SLAVE: '1', BUS_REG: '289 24', BUS_TIMES: '1', BUS_PORT: 'sim:' };
    const { stdout } = await runBus(['poll'], { env });
    expect(jsonLines(stdout).filter(({ event }) => event === 'sample')).toHaveLength(2);
  });
});

describe('bus watch', () => {
  it('prints a line for each value where nobody looks', async () => {
    let interrupted = false;
    const { code, stdout, stderr } = await runBus(['watch', ...oven], {
      onStdout: (text, child) => {
        if (!interrupted && text.split('\n').length > 4) interrupted = child.kill('SIGINT');
      },
    });
    expect(code).toBe(130);
    const lines = stdout.trim().split('\n');
    expect(lines[0]).toMatch(/^\S+Z {2}unit1\.holding24 {2}80\.0$/);
    expect(lines[1]).toMatch(/^\S+Z {2}unit1\.holding289 {2}77\.2$/);
    expect(lines[2]).toMatch(/unit1\.holding24 {2}80\.0$/);
    expect(lines[3]).toMatch(/unit1\.holding289 {2}77\.2$/);
    expect(stderr).toContain(mark);
    expect(stdout).not.toContain('\u001b');
  });

  it('prints JSON when told', async () => {
    const { stdout } = await runBus(['watch', ...oven, '--for', '10ms', '--json']);
    expect(jsonLines(stdout).at(-1)).toMatchObject({ event: 'summary', rounds: 1 });
  });
});

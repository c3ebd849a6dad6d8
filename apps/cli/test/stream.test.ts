import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { refusedPort } from './refused-port.js';
import { runBus } from './run-bus.js';

const reading = [
  'read',
  '--slave',
  '1',
  '--reg',
  '289',
  '--decimals',
  '1',
  '--port',
  'sim:',
  '--every',
  '20',
];

/** Ends the program by a signal when it has asked three times. */
function endedBy(name: 'SIGINT' | 'SIGTERM', args: string[]) {
  let ended = false;
  return runBus([...args, '--trace'], {
    onStderr: (text, child) => {
      if (!ended && text.split('→').length > 3) ended = child.kill(name);
    },
  });
}

describe('a stream of events', () => {
  it('is a line for each, and says first that they are simulated', async () => {
    const { code, stdout, stderr } = await runBus([...reading, '--repeat', '2']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^(\d\d:\d\d:\d\d\.\d{3} {2}unit 1 {2}holding 289 {2}77\.2\n){2}$/);
    expect(stderr).toBe('bus: simulated line (sim:): the value is not from a real instrument\n');
  });

  it('is one JSON object per line with --json, the summary last', async () => {
    const { stdout } = await runBus([...reading, '--repeat', '2', '--json']);
    const events = stdout
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line));
    expect(events.map(({ event }) => event)).toEqual(['reading', 'reading', 'summary']);
    expect(events[2]).toMatchObject({ rounds: 2, readings: 2, failed: 0 });
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('ends with its summary on %s', async (name, expected) => {
    const { code, stdout } = await endedBy(name, [...reading, '--json']);
    expect(code).toBe(expected);
    expect(JSON.parse(stdout.trimEnd().split('\n').at(-1)!)).toMatchObject({ event: 'summary', failed: 0 });
  });

  it('can be ended while a simulated line answers at once', async () => {
    const scan = ['scan', 'registers', '--slave', '1', '--to', '65535', '--port', 'sim:', '--json'];
    let ended = false;
    const { code, stdout } = await runBus(scan, {
      onStdout: (text, child) => {
        if (!ended && text.includes('"range"')) ended = child.kill('SIGINT');
      },
    });
    expect(code).toBe(130);
    expect(JSON.parse(stdout.trimEnd().split('\n').at(-1)!)).toMatchObject({ complete: false });
  });

  it('ends without complaint when its reader has seen enough', async () => {
    const program = fileURLToPath(new URL('../bin/bus.js', import.meta.url));
    const child = spawn(process.execPath, [program, ...reading], {
      cwd: '/',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', text => {
      stderr += text;
    });
    child.stdout.once('data', () => child.stdout.destroy());
    const code = await new Promise(resolve => child.on('close', resolve));
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: 'bus: simulated line (sim:): the value is not from a real instrument\n',
    });
  });

  it('tells what ends it on one line, too', async () => {
    const { port, close } = await refusedPort();
    const args = ['--slave', '1', '--reg', '289', '--port', `rtu+tcp://127.0.0.1:${port}`, '--every', '20'];
    const { code, stdout } = await runBus(['read', ...args, '--json']);
    await close();
    expect(code).toBe(5);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'open-failed' }, exitCode: 5 });
    expect(stdout.trimEnd()).not.toContain('\n');
  });
});

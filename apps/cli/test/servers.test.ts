import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { runBus } from './run-bus.js';

const program = fileURLToPath(new URL('../bin/bus.js', import.meta.url));
/** A question that was asked twice because the machine stood still would be counted twice. */
const patient = ['--timeout', '20000'];
const started: ChildProcess[] = [];
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

/** A command that runs until Ctrl-C, with `--json`, and the URL that it can be reached at. */
async function start(...args: string[]) {
  const child = spawn(process.execPath, [program, ...args, '--json'], {
    cwd: '/',
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH: process.env.PATH },
  });
  started.push(child);
  let stdout = '';
  const events = () =>
    stdout
      .split('\n')
      .slice(0, -1)
      .map(line => JSON.parse(line) as Record<string, unknown>);
  const url = await new Promise<string>((resolve, reject) => {
    child.once('close', () => reject(new Error(`it ended early: ${stdout}`)));
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      const found = events().find(({ url: reached }) => reached !== undefined);
      if (found !== undefined) resolve(found.url as string);
    });
  });
  const interrupt = async () => {
    const ended = new Promise<number | null>(resolve => child.once('close', resolve));
    child.kill('SIGINT');
    return { code: await ended, events: events() };
  };
  return { url, interrupt };
}

describe('bus gateway and bus serve, as a user runs them', () => {
  it('bring a read through both, tell everything as JSON lines, and end with Ctrl-C', async () => {
    const device = await start('serve', '--port', 'rtu+tcp://127.0.0.1:0', '--device', 'remote-io@5');
    const route = ['--route', `17=${device.url}:5`];
    const gateway = await start('gateway', ...route, '--listen', 'tcp://127.0.0.1:0', ...patient);
    const at = ['--port', gateway.url, ...patient, '--slave', '17', '--reg'];
    expect(await runBus(['read', ...at, '1'])).toEqual({ code: 0, stdout: '5\n', stderr: '' });
    expect((await runBus(['write', ...at, '7', '--value', '4711', '--fc', '6'])).code).toBe(0);
    const refused = await runBus(['read', '--port', gateway.url, ...patient, '--slave', '5', '--reg', '1']);
    expect(refused).toMatchObject({ code: 4, stderr: expect.stringContaining('gateway path unavailable') });

    const shared = await gateway.interrupt();
    expect(shared.code).toBe(130);
    expect(shared.events.map(({ event }) => event)).toEqual(['line', 'listening', 'statistics']);
    expect(shared.events.at(-1)).toMatchObject({ total: { requests: 3, writes: 1 } });
    const served = await device.interrupt();
    expect(served.code).toBe(130);
    expect(served.events).toContainEqual(
      expect.objectContaining({ event: 'write', unit: 5, table: 'holding', address: 7, values: [4711] }),
    );
    expect(served.events.at(-1)).toMatchObject({ event: 'summary', writes: 1 });
  });

  it('say line 12 when that is where the mistake is', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'bus-gateway-'));
    const head = 'listen:\n  - { url: "tcp://127.0.0.1:0" }\nlines:\n  a: { port: "sim:" }\n';
    const file = join(folder, 'gateway.yaml');
    writeFileSync(file, `${head}# 5\n# 6\n# 7\n# 8\n# 9\n# 10\nroutes:\n  - { units: 1, lime: a }\n`);
    const { code, stdout, stderr } = await runBus(['gateway', '--config', 'gateway.yaml'], { cwd: folder });
    rmSync(folder, { recursive: true });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain("gateway.yaml:12:17: a route has no key 'lime'");
    expect(stderr).toContain('It is spelt line.');
  });

  it('end with 2 and a way out when a device or a fault is misspelt', async () => {
    const serve = (...args: string[]) => runBus(['serve', '--port', 'tcp://127.0.0.1:0', ...args]);
    expect(await serve('--device', 'remote-oi')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Did you mean remote-io?'),
    });
    expect(await serve('--fault', 'silense')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Did you mean silence?'),
    });
    expect(await runBus(['serve'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('no port to serve on'),
    });
  });
});

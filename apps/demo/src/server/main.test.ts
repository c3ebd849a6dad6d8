import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';

const program = fileURLToPath(new URL('../../dist/server/main.js', import.meta.url));
const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

/** The program in a process of its own: what it said, and how it ended. */
function run(...args: string[]) {
  const child = spawn(process.execPath, [program, ...args], { env: { ...process.env, BUS_DEMO_TOKEN: '' } });
  children.push(child);
  let [out, err] = ['', ''];
  child.stderr.on('data', chunk => {
    err += chunk;
  });
  const ended = new Promise<{ code: number | null; out: string; err: string }>(resolve => {
    child.on('close', code => resolve({ code, out, err }));
  });
  const ready = new Promise<void>((resolve, reject) => {
    child.stdout.on('data', chunk => {
      out += chunk;
      if (out.includes('Ctrl-C ends it.')) resolve();
    });
    child.on('close', code => reject(new Error(`ended with ${code} before it was ready: ${err}`)));
  });
  // Those who wait for the end only don't care.
  ready.catch(() => undefined);
  return { child, ready, ended };
}

describe('the program', () => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    it(`says what runs, and ends well on ${signal}, twice if need be`, async () => {
      const { child, ready, ended } = run('--http', '0', '--tcp', '0');
      await ready;
      child.kill(signal);
      child.kill(signal);
      expect(await ended).toMatchObject({
        code: 0,
        out: expect.stringContaining('All values are simulated.'),
      });
    });
  }

  it('shows its help and its version', async () => {
    expect(await run('--help').ended).toMatchObject({
      code: 0,
      out: expect.stringContaining('--port [id=]url'),
    });
    expect(await run('--version').ended).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    });
  });

  it('ends with 2 and what to do when a flag makes no sense', async () => {
    const { code, err } = await run('--prot', 'sim:').ended;
    expect(code).toBe(2);
    expect(err).toBe('there is no flag --prot\n--help shows all flags.\n');
  });

  it('ends with 1 and the reason when its port is taken', async () => {
    const taken = createServer();
    await new Promise<void>(resolve => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as { port: number };
    const { code, err } = await run('--http', 'off', '--tcp', `${port}`).ended;
    taken.close();
    expect(code).toBe(1);
    expect(err).toContain(`${port}`);
  });
});

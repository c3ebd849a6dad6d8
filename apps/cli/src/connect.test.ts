import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memoryPair, type Transport } from '@bus/line';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { virtualContext } from '../test/virtual-context.js';
import { connect, whileOpen } from './connect.js';
import { read } from './services/read.js';

describe('connecting', () => {
  let cwd: string;
  beforeEach(async () => {
    cwd = await mkdtemp(join(tmpdir(), 'bus-connect-'));
  });
  afterEach(() => rm(cwd, { recursive: true }));

  it('takes each setting from the strongest place that names it', async () => {
    await writeFile(
      join(cwd, 'bus.config.yaml'),
      'port: /dev/config\nbaud: 1200\nparity: even\nstopBits: 2\ntimeout: 100',
    );
    const { context, made } = virtualContext();
    const env = { BUS_BAUD: '2400', BUS_PARITY: 'odd', BUS_TIMEOUT: '200' };
    const { line, port } = await connect({ baud: 4800 }, { ...context, env, cwd });
    expect(made).toEqual([['/dev/config', { baudRate: 4800, parity: 'odd', stopBits: 2 }]]);
    expect(port.origin).toBe('bus.config.yaml');
    expect(line.timeout).toBe(200);
  });

  it('refuses a broken configuration file although all is given', async () => {
    await writeFile(join(cwd, 'bus.config.yaml'), 'port: /dev/config\nbuad: 1200');
    const { context } = virtualContext();
    await expect(connect({ port: '/dev/flag' }, { ...context, cwd })).rejects.toThrow(
      "bus.config.yaml:2:1: the configuration has no key 'buad'",
    );
  });

  it('never falls back to the simulated line', async () => {
    const { context } = virtualContext();
    await expect(connect({}, { ...context, cwd })).rejects.toThrow(/^no port: /);
  });
});

describe('giving up', () => {
  const options = { port: '/dev/x', unit: 1, address: 1, timeout: 100_000 };

  it('ends a question that is under way, and closes the port', async () => {
    const { a } = memoryPair();
    let closed = 0;
    const transport: Transport = {
      medium: a.medium,
      open: sink => a.open(sink),
      write: bytes => a.write(bytes),
      close: () => {
        closed += 1;
        return a.close();
      },
    };
    const controller = new AbortController();
    const { context } = virtualContext();
    const reading = read(options, {
      ...context,
      makeTransport: () => transport,
      signal: controller.signal,
      onTrace: () => controller.abort(),
    });
    await expect(reading).rejects.toMatchObject({ code: 'aborted', facts: { unit: 1 } });
    expect(closed).toBeGreaterThan(0);
  });

  it('ends the opening of a port that does not open', async () => {
    const controller = new AbortController();
    let refuse: (error: Error) => void = () => undefined;
    const transport: Transport = {
      medium: { name: 'stuck', characterTime: 0 },
      open: () => {
        setTimeout(() => controller.abort());
        return new Promise((_, reject) => {
          refuse = reject;
        });
      },
      write: () => Promise.reject(new Error('not open')),
      close: async () => refuse(new Error('closed while it was being opened')),
    };
    const { context } = virtualContext();
    const reading = read(options, { ...context, makeTransport: () => transport, signal: controller.signal });
    await expect(reading).rejects.toMatchObject({ code: 'aborted' });
  });

  it('frees the port when what is done with it fails', async () => {
    const { context } = virtualContext();
    const connection = await connect({ port: '/dev/x' }, context);
    await connection.line.open();
    const failing = whileOpen(connection, undefined, () => Promise.reject(new Error('told')));
    await expect(failing).rejects.toThrow('told');
    expect(connection.line.state).toBe('closed');
  });
});

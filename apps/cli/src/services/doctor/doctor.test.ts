import type { Transport } from '@bus/line';
import { MemoryBank, rtuFraming } from '@bus/modbus';
import { modbusInstrument } from '@bus/sim';
import { describe, expect, it } from 'vitest';
import { collect } from '../../../test/collect.js';
import { type FakeMachine, fakeSystem } from '../../../test/fake-system.js';
import { serialWorld } from '../../../test/serial-world.js';
import type { Context } from '../../context.js';
import { type DoctorOptions, doctor, type Patient } from './doctor.js';

const port = '/dev/ttyUSB1';
const format = { baudRate: 19_200, dataBits: 8, parity: 'none', stopBits: 1 } as const;
const device = modbusInstrument({ unit: 1, bank: new MemoryBank({ holdingRegisters: { 0: 7 } }) });

function patient(machine: FakeMachine = {}, change: Partial<Patient> = {}): Patient {
  return {
    system: fakeSystem({ links: { '/proc/1/fd/0': '/dev/null' }, ...machine }),
    versions: { node: '20.19.0', bus: '1.2.3', os: 'Linux' },
    loadDriver: async () => ({ version: '13.0.0' }),
    ...change,
  };
}

async function examine(options: DoctorOptions, context: Context, subject = patient()) {
  const { events, summary } = await collect(doctor(options, { ...context, env: {}, cwd: '/' }, subject));
  const findings = events.filter(event => event.event === 'finding');
  return { summary, findings, of: (check: string) => findings.find(finding => finding.check === check) };
}

const nowhere: Context = { listPorts: async () => [{ path: port }] };

/** A port whose transport does what a test says with what is written. */
function wired(react: (bytes: Uint8Array, url: string) => { to: string; bytes: Uint8Array }[]): Context {
  const sinks = new Map<string, (chunk: Uint8Array) => void>();
  const makeTransport = (url: string): Transport => ({
    medium: { name: url, characterTime: 0.5 },
    open: async sink => void sinks.set(url, chunk => sink.data(chunk)),
    write: async bytes => {
      for (const { to, bytes: heard } of react(bytes, url)) if (heard.length > 0) sinks.get(to)?.(heard);
    },
    close: async () => void sinks.delete(url),
  });
  return { ...nowhere, makeTransport };
}

describe('the doctor and the machine', () => {
  it('finds nothing wrong where nothing is', async () => {
    const { summary, of } = await examine({}, nowhere);
    expect(summary).toEqual({ event: 'summary', ok: 5, warnings: 0, problems: 0, unknown: 0 });
    expect(of('bus')?.text).toBe('bus 1.2.3 on Linux');
  });

  it('tells of a Node that is too old, and of a driver that does not load', async () => {
    const subject = patient(
      {},
      {
        versions: { node: '20.18.3', bus: '1', os: 'Linux' },
        loadDriver: () => Promise.reject(new Error('no native build\nand more')),
      },
    );
    const { summary, of } = await examine({}, nowhere, subject);
    expect(of('node')).toMatchObject({ status: 'problem', advice: 'Install Node 20.19 or later.' });
    expect(of('driver')).toMatchObject({
      status: 'problem',
      text: expect.stringMatching(/no native build$/),
    });
    expect(summary).toMatchObject({ problems: 2, firstProblem: 'node' });
  });

  it('tells of ports that may not be opened, or that others have open', async () => {
    const subject = patient({
      user: { name: 'ben', groups: [] },
      links: { '/proc/41/fd/5': port },
      files: {
        '/etc/group': 'dialout:x:20:\n',
        // Its thread has a name of its own, as that of Node 24 has.
        '/proc/41/cmdline': '/usr/bin/minicom\0-D\0',
        '/proc/41/comm': 'MainThread\n',
      },
    });
    const { of } = await examine({}, nowhere, subject);
    expect(of('permission')).toMatchObject({ status: 'problem', advice: expect.stringContaining('usermod') });
    expect(of('in-use')).toMatchObject({ status: 'warning', text: `${port} is open in minicom (41)` });
  });

  it('warns of a latency timer of 16 ms', async () => {
    const file = '/sys/bus/usb-serial/devices/ttyUSB1/latency_timer';
    const slow = await examine({}, nowhere, patient({ files: { [file]: '16\n' } }));
    expect(slow.of('latency-timer')).toMatchObject({
      status: 'warning',
      advice: expect.stringContaining(`echo 1 | sudo tee ${file}`),
    });
    const quick = await examine({}, nowhere, patient({ files: { [file]: '1\n' } }));
    expect(quick.of('latency-timer')).toMatchObject({ status: 'ok' });
  });

  it('says that it does not know, where it does not', async () => {
    const { summary } = await examine({}, nowhere, patient({ platform: 'win32' }));
    expect(summary).toMatchObject({ unknown: 2, problems: 0 });
  });
});

describe('the doctor and the line', () => {
  it('hears nothing wrong when a unit answers', async () => {
    const { context } = serialWorld({ format, instruments: [device] });
    const { of, summary } = await examine({ port, ask: 1, timeout: 200 }, { ...nowhere, ...context });
    expect(of('answer')).toMatchObject({ status: 'ok', text: '3 of 3 questions were answered' });
    expect(summary.problems).toBe(0);
  });

  it('finds an echo', async () => {
    const context = wired((bytes, to) => [
      { to, bytes: Uint8Array.from([...bytes, ...device.answer(bytes)!]) },
    ]);
    const { of } = await examine({ port, ask: 1, timeout: 50 }, context);
    expect(of('echo')).toMatchObject({
      status: 'warning',
      sure: 'certain',
      advice: expect.stringMatching('--echo on'),
    });
    expect(of('answer')).toMatchObject({ status: 'ok' });
  });

  it('finds that nobody answers', async () => {
    const { of } = await examine(
      { port, ask: 1, timeout: 10 },
      wired(() => []),
    );
    expect(of('answer')).toMatchObject({ status: 'problem', advice: expect.stringMatching('bus scan line') });
  });

  it('finds a wrong parity and a wrong speed by what is heard', async () => {
    const traffic = Uint8Array.from(
      Array.from({ length: 6 }, (_, index) => [
        ...rtuFraming.wrap(index + 1, Uint8Array.of(3, 0, index, 0, 2)),
        ...rtuFraming.wrap(index + 1, Uint8Array.of(3, 4, 1, index, 0x42, 0x97)),
      ]).flat(),
    );
    const even = serialWorld({ format: { ...format, parity: 'even' }, traffic });
    expect((await examine({ port, listen: 30 }, { ...nowhere, ...even.context })).of('parity')).toMatchObject(
      {
        sure: 'likely',
        advice: 'Set --parity even.',
      },
    );
    const slow = serialWorld({ format: { ...format, baudRate: 9600 }, traffic });
    expect((await examine({ port, listen: 30 }, { ...nowhere, ...slow.context })).of('baud')).toMatchObject({
      advice: expect.stringContaining('--baud 9600'),
    });
    const quiet = serialWorld({ format });
    expect(
      (await examine({ port, listen: 5 }, { ...nowhere, ...quiet.context })).of('traffic'),
    ).toMatchObject({
      status: 'unknown',
    });
  });

  it('tests a port that is joined with itself', async () => {
    const joined = await examine(
      { port, loopback: true },
      wired((bytes, to) => [{ to, bytes }]),
    );
    expect(joined.of('loopback')).toMatchObject({ status: 'ok' });
    const open = await examine(
      { port, loopback: true },
      wired(() => []),
    );
    expect(open.of('loopback')).toMatchObject({ status: 'problem', text: `${port}: nothing came back` });
  });

  it('waits for bytes that a network brings late', async () => {
    let heard: (chunk: Uint8Array) => void = () => undefined;
    const makeTransport = (url: string): Transport => ({
      medium: { name: url, characterTime: 0.5 },
      open: async sink => {
        heard = chunk => sink.data(chunk);
      },
      write: async bytes => {
        heard(bytes.slice(0, 100));
        setTimeout(() => heard(bytes.slice(100)), 400);
      },
      close: async () => undefined,
    });
    const { of } = await examine({ port, loopback: true }, { ...nowhere, makeTransport });
    expect(of('loopback')).toMatchObject({ status: 'ok', text: `${port}: all 264 bytes came back` });
  });

  it('tests two ports that are joined, both ways', async () => {
    const other = '/dev/ttyUSB2';
    const context = wired((bytes, from) => (from === port ? [{ to: other, bytes }] : []));
    const { findings } = await examine({ port, loopbackTo: other }, context);
    expect(
      findings.filter(({ check }) => check === 'loopback').map(({ status, text }) => [status, text]),
    ).toEqual([
      ['ok', `${port} to ${other}: all 264 bytes came back`],
      ['problem', `${other} to ${port}: nothing came back`],
    ]);
  });

  it('takes a port that does not open for a finding', async () => {
    const missing = '/dev/no-such-port';
    const { of } = await examine({ port: missing, ask: 1 }, nowhere);
    expect(of('port')).toMatchObject({ status: 'problem', sure: 'certain' });
  });

  it('sums up at Ctrl-C what was found so far, and explains what was heard until then', async () => {
    const traffic = rtuFraming.wrap(1, Uint8Array.of(3, 0, 0, 0, 2));
    for (const heard of [traffic, new Uint8Array(0)]) {
      const stop = new AbortController();
      const { context } = serialWorld({ format, traffic: heard, onHeard: () => stop.abort() });
      const listening = { ...nowhere, ...context, signal: stop.signal };
      const { summary, of } = await examine({ port, listen: 60_000, ask: 1 }, listening);
      expect(summary).toMatchObject({ event: 'summary', problems: 0 });
      expect(of('driver')).toBeDefined();
      expect(of('traffic') !== undefined).toBe(heard.length > 0);
      expect(of('answer')).toBeUndefined();
    }
  });

  it('says that a port is not there, once, and which there are', async () => {
    const { findings, summary } = await examine({ port: '/nowhere/ttyUSB9', ask: 1 }, nowhere);
    expect(findings.at(-1)).toMatchObject({
      ...{ check: 'port', status: 'problem', text: '/nowhere/ttyUSB9 is not there' },
      advice: `The ports of this machine are ${port}.`,
    });
    expect(summary).toMatchObject({ problems: 1, firstProblem: 'port' });
  });

  it('asks one unit, and not all', async () => {
    const { context } = serialWorld({ format });
    await expect(examine({ port, ask: 0 }, { ...nowhere, ...context })).rejects.toThrow(
      'unit 0 is all devices',
    );
    await expect(examine({ port, ask: 256 }, { ...nowhere, ...context })).rejects.toThrow(
      'there is no unit 256',
    );
  });

  it('refuses what contradicts itself', async () => {
    const both = doctor({ port, loopback: true, ask: 1 }, nowhere, patient());
    await expect(collect(both)).rejects.toThrow('a loop has nobody');
    const twice = doctor({ port, loopback: true, loopbackTo: port }, nowhere, patient());
    await expect(collect(twice)).rejects.toThrow('give one of them');
  });
});

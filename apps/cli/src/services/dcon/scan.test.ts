import { simulatedDigital } from '@bus/dcon';
import { TransportError } from '@bus/line';
import { describe, expect, it } from 'vitest';
import { contextWith } from '../../../test/virtual-context.js';
import { dconScan, type ScanProgress } from './scan.js';

const port = '/dev/ttyUSB1';
const quick = { port, timeout: 10 };

function threeModules() {
  return contextWith(
    simulatedDigital('7044', { address: 2 }),
    simulatedDigital('7060', { address: 4, checksum: true }),
    simulatedDigital('7050', { address: 0x1f, init: true }),
  );
}

describe('looking for modules', () => {
  it('finds them in each checksum setting, and in INIT mode', async () => {
    const { context } = threeModules();
    const result = await dconScan({ ...quick, addresses: '00-05', baud: 9600 }, context);
    expect(result).toMatchObject({ port, simulated: false, complete: true, problems: [] });
    expect(
      result.modules.map(({ address, name, storedAddress, framing, baud }) =>
        [address, name, storedAddress, framing, baud].join(' '),
      ),
    ).toEqual(['00 7050 1F dcon 9600', '02 7044 02 dcon 9600', '04 7060 04 dcon+checksum 9600']);
  });

  it('asks for names, configurations and firmware, and for nothing else', async () => {
    const { context, trace } = threeModules();
    await dconScan({ ...quick, addresses: '00-05', baud: 9600 }, context);
    const sent = trace
      .filter(({ kind }) => kind === 'request')
      .map(({ bytes }) => String.fromCharCode(...bytes));
    expect(sent.length).toBeGreaterThan(12);
    expect(sent.filter(text => !/^\$0\d[M2F]([0-9A-F]{2})?\r$/.test(text))).toEqual([]);
  });

  it('goes through all speeds, and says how far it is', async () => {
    const { context, made } = contextWith();
    const progress: ScanProgress[] = [];
    const range = { ...quick, addresses: '02,03', bauds: [19_200, 1200] };
    await dconScan(range, context, step => progress.push(step));
    expect(made.slice(1).map(([, { baudRate }]) => baudRate)).toEqual([19_200, 1200]);
    expect(progress.map(({ done, total, address, baud }) => [done, total, address, baud])).toEqual([
      [0, 4, '02', 19_200],
      [1, 4, '03', 19_200],
      [2, 4, '02', 1200],
      [3, 4, '03', 1200],
    ]);
  });

  it('gives what was found so far when it is given up', async () => {
    const { context } = threeModules();
    const controller = new AbortController();
    const result = await dconScan(
      { ...quick, addresses: '02-05', baud: 9600 },
      { ...context, signal: controller.signal },
      ({ address }) => address === '03' && controller.abort(),
    );
    expect(result.complete).toBe(false);
    expect(result.modules.map(({ address }) => address)).toEqual(['02']);
  });

  it('tells of what answers without sense, and goes on', async () => {
    const module = simulatedDigital('7044', { address: 3 });
    const torn = { unit: 2, framing: module.framing, answer: () => new TextEncoder().encode('!02\r') };
    const { context } = contextWith(torn);
    const result = await dconScan({ ...quick, addresses: '02-03', baud: 9600 }, context);
    expect(result).toMatchObject({ complete: true, modules: [] });
    expect(result.problems[0]).toMatchObject({ address: '02', baud: 9600, code: 'malformed' });
  });

  it('ends when the port fails', async () => {
    const { context } = contextWith();
    const makeTransport = () => ({
      medium: { name: 'gone', characterTime: 1 },
      open: () => Promise.reject(new TransportError('open-failed', 'no such port')),
      write: () => Promise.resolve(),
      close: () => Promise.resolve(),
    });
    const scanning = dconScan({ ...quick, baud: 9600 }, { ...context, makeTransport });
    await expect(scanning).rejects.toMatchObject({ code: 'open-failed' });
  });
});

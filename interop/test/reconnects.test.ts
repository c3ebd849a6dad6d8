import { connect, type ModbusClient } from '@bus/modbus/node';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Footprint, footprint } from '../support/footprint.ts';
import { OwnServer } from '../support/own-server.ts';
import { PATIENCE } from '../support/patience.ts';
import { PtyPair } from '../support/pty.ts';
import { valueAt } from '../support/values.ts';
import { describeWith } from './describe-with.ts';

const warnings: Error[] = [];
const warned = (warning: Error) => warnings.push(warning);
beforeEach(() => {
  process.on('warning', warned);
});
afterEach(() => {
  process.off('warning', warned);
});

/** Connections in which everything is warmed up: after them nothing may be left behind. */
const WARM_UP = 2000;
/** What is left behind is left behind in each of so many stretches; what is only grown once is not. */
const STRETCHES = 5;

/** Bytes: no listener or timer that is left behind takes less. */
const LISTENER = 80;

const median = (numbers: readonly number[]) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1]!;

/** What there is at the end: what is still being closed is waited for, and what is left behind never goes. */
async function settled(before: Footprint): Promise<Footprint> {
  const latest = performance.now() + PATIENCE;
  for (;;) {
    const after = await footprint();
    const isMore = after.handles > before.handles || after.descriptors > before.descriptors;
    if (!isMore || performance.now() > latest) return after;
  }
}

/** Asks on one connection after the other, and tells what each of them left behind. */
async function askAnew(client: ModbusClient, times: number, lose: () => Promise<void>) {
  const unit = client.unit(1);
  const stretch = (times - WARM_UP) / STRETCHES;
  const found: Footprint[] = [];
  for (let time = 0; time < times; time += 1) {
    if (time >= WARM_UP && (time - WARM_UP) % stretch === 0) found.push(await footprint());
    const address = time % 3000;
    const value = await unit.readRegister(address);
    if (value !== valueAt.holding(address)) throw new Error(`${address} is ${value}`);
    await lose();
  }
  found.push(await settled(found[0]!));
  const grown = (key: keyof Footprint) =>
    found.slice(1).map((after, index) => after[key] - found[index]![key]);
  // Something that was still being closed at first is less afterwards, which is no harm.
  const left = (key: keyof Footprint) => Math.max(0, found.at(-1)![key] - found[0]![key]);
  return {
    heapEach: median(grown('heap')) / stretch,
    buffersEach: median(grown('buffers')) / stretch,
    handles: left('handles'),
    descriptors: left('descriptors'),
    warnings: warnings.splice(0),
  };
}

const nothingLeft = { handles: 0, descriptors: 0, warnings: [] };

describe.each(['tcp', 'rtu+tcp'])('10 000 connections on %s, one after the other', scheme => {
  it('leave no listener, timer, descriptor or memory behind', async () => {
    const server = await OwnServer.open(`${scheme}://127.0.0.1:0`);
    const client = await connect(server.url, { timeout: 2000, retries: 3 });
    try {
      const left = await askAnew(client, 10_000, () => client.line.close());
      expect(left).toMatchObject(nothingLeft);
      expect(left.heapEach).toBeLessThan(LISTENER);
      expect(left.buffersEach).toBeLessThan(1);
    } finally {
      await client.close();
      await server.dispose();
    }
  });
});

describe('24 000 restarts of a server', () => {
  it('leave no descriptor or memory behind', async () => {
    const server = await OwnServer.open('tcp://127.0.0.1:0');
    const client = await connect(server.url, {
      timeout: 2000,
      retries: 3,
      reconnect: { min: 1, max: 5 },
    });
    try {
      const left = await askAnew(client, 24_000, async () => {
        await server.stop();
        await server.start();
      });
      expect(left).toMatchObject(nothingLeft);
      expect(left.heapEach).toBeLessThan(LISTENER);
      expect(left.buffersEach).toBeLessThan(1);
    } finally {
      await client.close();
      await server.dispose();
    }
  });
});

describeWith(['socat'], '4000 openings of a serial port', () => {
  it('leave no timer or descriptor behind, and of memory what the driver keeps', async () => {
    const cable = await PtyPair.open();
    const server = await OwnServer.open(`rtu:${cable.theirs}?baudRate=115200`);
    const client = await connect(cable.ours, { baudRate: 115_200, timeout: 2000, idleClose: 0 });
    try {
      const left = await askAnew(client, 4000, () => client.line.close());
      expect(left).toMatchObject(nothingLeft);
      // The package serialport keeps its watcher of each, with about 420 bytes.
      expect(left.heapEach).toBeLessThan(600);
      expect(left.buffersEach).toBeLessThan(1);
    } finally {
      await client.close();
      await server.dispose();
      await cable.dispose();
    }
  });
});

import { performance } from 'node:perf_hooks';
import type { ModbusClient } from '@bus/modbus/node';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { footprint } from '../support/footprint.ts';
import { askRounds, ManyLines } from '../support/many-lines.ts';
import { soon } from '../support/patience.ts';
import { describeWith } from './describe-with.ts';

const TCP = 256;
const SERIAL = 32;
const ROUNDS = 20;
/**
 * Bytes that a line takes of a flood at most: 32 KiB per 20 ms, and at first the 32 KiB and the one piece that are paid for
 * by the pause that follows. A slow machine takes fewer, never more.
 */
const floodLimit = (milliseconds: number) => 32_768 * (milliseconds / 20) + 32_768 + 65_536;

describeWith(['socat'], `${TCP} TCP lines and ${SERIAL} serial lines in one process`, () => {
  let lines: ManyLines;
  let healthy: ModbusClient[];

  beforeAll(async () => {
    lines = await ManyLines.open(TCP, SERIAL);
    healthy = [...lines.clients];
  });
  afterAll(() => lines?.dispose());

  /** All healthy lines ask at once; what they got, and what that took of this process. */
  async function everybody() {
    const before = performance.eventLoopUtilization();
    const start = performance.now();
    const right = await Promise.all(healthy.map((client, index) => askRounds(client, ROUNDS, index)));
    const milliseconds = performance.now() - start;
    const { active } = performance.eventLoopUtilization(before);
    return { right, milliseconds, active };
  }
  const allRight = () => Array.from({ length: TCP + SERIAL }, () => ROUNDS);

  it('all get their values, whatever the others ask', async () => {
    expect((await everybody()).right).toEqual(allRight());
  });

  it('are not held up by one that is dead and two that flood', async () => {
    const calm = await everybody();
    const { dead, flood } = lines.ports;
    const before = await footprint();
    const since = performance.now();
    const mute = await lines.add(`rtu+tcp://127.0.0.1:${dead}`, { timeout: 50, retries: 0 });
    const loud = await lines.add(`rtu+tcp://127.0.0.1:${flood}`, { timeout: 50, retries: 0 });
    const broken = await lines.add(`tcp://127.0.0.1:${flood}`, { timeout: 50, retries: 0 });
    const taken = () => loud.line.statistics.noiseBytes + loud.line.statistics.staleBytes;
    let asking = true;
    const failures: string[] = [];
    const ask = async (client: ModbusClient) => {
      while (asking) {
        failures.push(
          await client
            .unit(1)
            .readRegister(1)
            .then(String, error => (error as Error).name),
        );
        await new Promise(resolve => setTimeout(resolve, 5));
      }
    };
    const asked = [mute, loud, broken].map(ask);
    const disturbed = [await everybody(), await everybody(), await everybody()];
    // However soon the healthy ones were served: until the others have failed in both ways, and the flood has come.
    const both = ['TimeoutError', 'TransportError'];
    await vi.waitFor(() => {
      expect(failures).toEqual(expect.arrayContaining(both));
      expect(taken()).toBeGreaterThan(0);
    }, soon);
    asking = false;
    await Promise.all(asked);
    for (const { right } of disturbed) expect(right).toEqual(allRight());
    expect(new Set(failures)).toEqual(new Set(both));

    const bytes = taken();
    const passed = performance.now() - since;
    expect(bytes).toBeLessThanOrEqual(floodLimit(passed));
    const after = await footprint();
    expect(after.heap - before.heap).toBeLessThan(2 ** 20);
    expect(after.buffers - before.buffers).toBeLessThan(2 ** 20);
    const share = (run: { active: number }) => `${run.active.toFixed(0)} ms`;
    console.log(
      `busy for ${share(calm)} without, ${disturbed.map(share).join(', ')} with; ` +
        `${(((bytes / passed) * 1000) / 2 ** 20).toFixed(2)} MiB/s of the flood taken`,
    );
  });
});

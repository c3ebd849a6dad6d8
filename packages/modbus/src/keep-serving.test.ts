import { type Transport, TransportError, type TransportSink } from '@bus/line';
import { FakeClock } from '@bus/line/testing';
import { describe, expect, it } from 'vitest';
import { rtuFraming } from './framing/rtu.js';
import { keepServing } from './keep-serving.js';
import { MemoryBank } from './server/memory-bank.js';
import { ModbusServer } from './server/modbus-server.js';
import { ServerUnit } from './server/server-unit.js';

/** A port with a plug. */
class Plug implements Transport {
  readonly medium = { name: 'plug', characterTime: 1 };
  readonly written: number[][] = [];
  opens = 0;
  there = true;
  opening = Promise.resolve();
  #sink: TransportSink | undefined;

  async open(sink: TransportSink): Promise<void> {
    this.opens += 1;
    if (!this.there) throw new TransportError('open-failed', 'no such device');
    await this.opening;
    this.#sink = sink;
  }
  get isOpen(): boolean {
    return this.#sink !== undefined;
  }
  async write(bytes: Uint8Array): Promise<void> {
    this.written.push([...bytes]);
  }
  async close(): Promise<void> {
    this.#sink = undefined;
  }
  ask(): void {
    this.#sink?.data(rtuFraming.wrap(1, Uint8Array.of(3, 0, 0, 0, 1)));
  }
  pull(): void {
    this.there = false;
    const sink = this.#sink;
    this.#sink = undefined;
    sink?.closed();
  }
}

function scene() {
  const clock = new FakeClock();
  const plug = new Plug();
  const unit = new ServerUnit({ bank: new MemoryBank({ holdingRegisters: [7] }) });
  const server = new ModbusServer({ units: { 1: unit } });
  return { clock, plug, server, start: () => keepServing(server, plug, { clock }) };
}

describe('a port that is kept served', () => {
  it('answers again when it is back, however long it was away', async () => {
    const { clock, plug, start } = scene();
    const stop = await start();
    plug.pull();
    await clock.advance(60_000);
    plug.there = true;
    await clock.advance(2000);
    plug.ask();
    await clock.advance(10);
    expect(plug.written).toEqual([[...rtuFraming.wrap(1, Uint8Array.of(3, 2, 0, 7))]]);
    // Sought with patience: not every few milliseconds for a minute.
    expect(plug.opens).toBeLessThan(40);
    await stop();
  });

  it('is not opened any more once it was closed, or its server was', async () => {
    for (const end of ['stop', 'server'] as const) {
      const { clock, plug, server, start } = scene();
      const stop = await start();
      plug.pull();
      await clock.advance(50);
      await (end === 'stop' ? stop() : server.close());
      plug.there = true;
      await clock.advance(10_000);
      expect(plug.opens).toBe(1);
      expect(clock.pending).toBe(0);
    }
  });

  it('is free once it was closed, also when it was just being opened again', async () => {
    const { clock, plug, server, start } = scene();
    const stop = await start();
    plug.pull();
    plug.there = true;
    let opened: () => void = () => undefined;
    plug.opening = new Promise(resolve => {
      opened = resolve;
    });
    await clock.advance(150);
    expect(plug.opens).toBe(2);
    const stopped = stop().then(() => plug.isOpen);
    await clock.advance(1);
    opened();
    expect(await stopped).toBe(false);
    expect(server.served.size).toBe(0);
  });

  it('is told to be missing when it is not there in the beginning', async () => {
    const { plug, start } = scene();
    plug.there = false;
    await expect(start()).rejects.toMatchObject({ code: 'open-failed' });
    expect(plug.opens).toBe(1);
  });
});

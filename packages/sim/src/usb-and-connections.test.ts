import { describe, expect, it } from 'vitest';
import { ANSWER_772, bytes, listen, makeBench, READ_289 } from './bench.fixture.js';
import { late } from './faults/time-faults.js';
import { temperatureController } from './instruments/temperature-controller.js';

describe('an asking end with a latency', () => {
  async function chunks(count: number) {
    const { clock, virtual } = makeBench({ baudRate: 10_000 });
    const sender = virtual.transport();
    await listen(sender, clock);
    const { heard } = await listen(virtual.transport({ latency: 16 }), clock);
    await clock.until(sender.write(new Uint8Array(count).fill(0x55)));
    await clock.advance(100);
    return heard.map(([time, hex]) => [time, hex.split(' ').length]);
  }

  it('keeps bytes back until its timer ends, which runs from packet to packet', async () => {
    expect(await chunks(5)).toEqual([[16, 5]]);
    expect(await chunks(20)).toEqual([
      [16, 15],
      [32, 5],
    ]);
  });

  it('hands a packet of 62 bytes on at once', async () => {
    const { clock, virtual } = makeBench();
    const sender = virtual.transport();
    await listen(sender, clock);
    const { heard } = await listen(virtual.transport({ latency: 16 }), clock);
    await clock.until(sender.write(new Uint8Array(70).fill(0x55)));
    await clock.advance(100);
    expect(heard.map(([time, hex]) => [time, hex.split(' ').length])).toEqual([
      [0, 62],
      [16, 8],
    ]);
  });

  it('refuses times that are none', () => {
    expect(() => makeBench().virtual.transport({ latency: -1 })).toThrow('latency must be 0 or more');
  });
});

describe('a virtual connection', () => {
  async function reopened(connection: boolean) {
    const faults = [{ fault: late(50), replies: [0] }];
    const { clock, virtual, transport } = makeBench({ faults, connection });
    virtual.attach(temperatureController());
    await listen(transport, clock);
    await clock.until(transport.write(bytes(READ_289)));
    await clock.advance(10);
    await transport.close();
    const { hex } = await listen(transport, clock);
    await clock.advance(1000);
    const early = hex();
    await clock.until(transport.write(bytes(READ_289)));
    await clock.advance(1000);
    return [early, hex()];
  }

  it('never brings what was under way on the one before, and works', async () => {
    expect(await reopened(true)).toEqual(['', ANSWER_772]);
  });

  it('is no wire: on a wire the late reply comes to whoever listens', async () => {
    expect(await reopened(false)).toEqual([ANSWER_772, `${ANSWER_772} ${ANSWER_772}`]);
  });
});

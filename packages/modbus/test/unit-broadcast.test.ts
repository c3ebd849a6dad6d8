import { describe, expect, it } from 'vitest';
import { ModbusClient, mbapFraming } from '../src/index.js';
import { rejection, scene } from './support/scene.js';

const QUESTION = '00 06 00 01 00 01 18 1B';
const ANSWER = '01 06 00 01 00 01 19 CA';

describe('a broadcast', () => {
  it('takes its turnaround time and no answer', async () => {
    const { clock, peer, unit } = scene();
    peer.expect(QUESTION);
    await clock.until(unit(0).writeRegister(1, 1, { fc: 6 }));
    expect(clock.now()).toBe(100);
  });

  it('is answered all the same by the remote I/O module, from its new address', async () => {
    const { clock, peer, unit, kinds } = scene();
    peer.expect(QUESTION, [20, ANSWER]);
    const replies: unknown[] = [];
    const onReply = (from: number, response: unknown) => replies.push([from, response]);
    await clock.until(unit(0).writeRegister(1, 1, { fc: 6, collectReplies: 500, onReply }));
    expect(replies).toEqual([[1, { address: 1, value: 1 }]]);
    expect(clock.now()).toBe(500);
    expect(kinds()).toEqual(['request', 'reply']);
  });

  it('collects the answers of several units, and only those that fit', async () => {
    const { clock, peer, unit, adu } = scene();
    peer.expect(
      QUESTION,
      [20, adu(3, [6, 0, 1, 0, 1])],
      [40, adu(4, [6, 0, 2, 0, 1])],
      [60, adu(5, [6, 0, 1, 0, 1])],
      [80, adu(6, [0x86, 2])],
    );
    const units: number[] = [];
    const options = { fc: 6 as const, collectReplies: 200, onReply: (from: number) => units.push(from) };
    await clock.until(unit(0).writeRegister(1, 1, options));
    expect(units).toEqual([3, 5]);
  });

  it('is not answered by its own echo', async () => {
    for (const echo of [false, 'auto', true] as const) {
      const { clock, peer, unit } = scene('rtu', { echo });
      peer.expect(QUESTION, [1, QUESTION], [20, ANSWER]);
      const units: number[] = [];
      const options = { fc: 6 as const, collectReplies: 200, onReply: (from: number) => units.push(from) };
      await clock.until(unit(0).writeRegister(1, 1, options));
      expect(units).toEqual([1]);
    }
  });

  it('fails with what the listener of its answers throws', async () => {
    const { clock, peer, unit } = scene();
    peer.expect(QUESTION, [20, ANSWER]);
    const onReply = () => {
      throw new Error('the listener failed');
    };
    const call = unit(0).writeRegister(1, 1, { fc: 6, collectReplies: 200, onReply });
    expect(await clock.until(rejection(call))).toMatchObject({ message: 'the listener failed' });
  });

  it('leaves answers that nobody collects to nobody', async () => {
    const { clock, peer, unit, kinds, adu } = scene();
    peer.expect(QUESTION, [20, ANSWER]).expect(adu(1, [6, 0, 1, 0, 1]), [5, ANSWER]);
    await clock.until(unit(0).writeRegister(1, 1, { fc: 6 }));
    await clock.until(unit(1).writeRegister(1, 1, { fc: 6 }));
    expect(kinds()).toEqual(['request', 'foreign', 'request', 'reply']);
  });

  it.each(['rtu', 'ascii'] as const)('may not read, over %s', async framing => {
    const { peer, unit } = scene(framing);
    const all = unit(0);
    const reads = [
      () => all.readRegister(1),
      () => all.readBits(1, 2),
      () => all.diagnostics.eventCounter(),
      () => all.identification.read(),
      () => all.files.read([{ fileNumber: 1, recordNumber: 0, recordLength: 1 }]),
      () => all.readFifoQueue(1),
    ];
    for (const read of reads) await expect(read()).rejects.toMatchObject({ code: 'bad-argument' });
    expect(peer.opens).toBe(0);
  });

  it('is a unit like others with Modbus TCP, unless a gateway makes a broadcast of it', async () => {
    const { clock, peer, line, unit, adu } = scene('tcp');
    peer.expect(adu(0, [3, 0, 1, 0, 1]), [5, adu(0, [3, 2, 0, 7])]);
    expect(await clock.until(unit(0).readRegister(1))).toBe(7);
    const gateway = new ModbusClient(line, { framing: mbapFraming({ broadcasts: true }) });
    peer.expect(adu(0, [6, 0, 1, 0, 1], 1));
    const before = clock.now();
    await clock.until(gateway.unit(0).writeRegister(1, 1, { fc: 6 }));
    expect(clock.now() - before).toBe(100);
    await expect(gateway.unit(0).readRegister(1)).rejects.toMatchObject({ code: 'bad-argument' });
  });
});

describe('a write that changes the address of a device', () => {
  it.each([
    ['the old address', 1],
    ['the new address', 9],
  ])('is confirmed from %s', async (_, from) => {
    const { clock, peer, unit, adu } = scene();
    peer.expect(adu(1, [6, 0, 1, 0, 9]), [5, adu(from, [6, 0, 1, 0, 9])]);
    await clock.until(unit(1).writeRegister(1, 9, { fc: 6, acceptUnit: 9 }));
    expect(clock.now()).toBe(5);
  });

  it('is refused from the new address as well', async () => {
    const { clock, peer, unit, adu } = scene();
    peer.expect(adu(1, [6, 0, 1, 0, 9]), [5, adu(9, [0x86, 4])]);
    const call = unit(1).writeRegister(1, 9, { fc: 6, acceptUnit: 9 });
    expect(await clock.until(rejection(call))).toMatchObject({ exceptionCode: 4 });
    expect(clock.now()).toBe(5);
  });

  it('is confirmed by nobody else, and by the new address only when it is named', async () => {
    const { clock, peer, unit, adu } = scene();
    peer.expect(adu(1, [6, 0, 1, 0, 9]), [5, adu(8, [6, 0, 1, 0, 9])]);
    const named = unit(1).writeRegister(1, 9, { fc: 6, acceptUnit: 9 });
    expect(await clock.until(rejection(named))).toMatchObject({ code: 'no-reply' });
    await clock.advance(10_000);
    peer.expect(adu(1, [6, 0, 1, 0, 9]), [5, adu(9, [6, 0, 1, 0, 9])]);
    const unnamed = unit(1).writeRegister(1, 9, { fc: 6 });
    expect(await clock.until(rejection(unnamed))).toMatchObject({ code: 'no-reply' });
  });
});

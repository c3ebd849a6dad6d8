import { UsageError } from '@bus/line';
import { describe, expect, it } from 'vitest';
import { rejection, scene } from './support/scene.js';

const word = (value: number) => [value >> 8, value & 255];

describe('a device that takes few registers at once', () => {
  it('is read in several requests, whose values are joined', async () => {
    const { clock, peer, unit, adu } = scene();
    peer
      .expect(adu(1, [3, 0, 10, 0, 2]), [1, adu(1, [3, 4, 0, 1, 0, 2])])
      .expect(adu(1, [3, 0, 12, 0, 2]), [1, adu(1, [3, 4, 0, 3, 0, 4])])
      .expect(adu(1, [3, 0, 14, 0, 1]), [1, adu(1, [3, 2, 0, 5])]);
    expect(await clock.until(unit(1, { maxRegisters: 2 }).readRegisters(10, 5))).toEqual([1, 2, 3, 4, 5]);
    expect(peer.done).toBe(true);
  });

  it('is asked once for what fits', async () => {
    const { clock, peer, unit, adu } = scene();
    peer.expect(adu(1, [4, 0, 10, 0, 2]), [1, adu(1, [4, 4, 0, 1, 0, 2])]);
    const values = unit(1, { maxRegisters: 2 }).readRegisters(10, 2, { table: 'input' });
    expect(await clock.until(values)).toEqual([1, 2]);
  });

  it('is written in several requests, in order', async () => {
    const { clock, peer, unit, adu } = scene();
    peer
      .expect(adu(1, [16, 0, 10, 0, 2, 4, 0, 1, 0, 2]), [1, adu(1, [16, 0, 10, 0, 2])])
      .expect(adu(1, [16, 0, 12, 0, 1, 2, 0, 3]), [1, adu(1, [16, 0, 12, 0, 1])]);
    await clock.until(unit(1, { maxRegisters: 2 }).writeRegisters(10, [1, 2, 3]));
    expect(peer.done).toBe(true);
  });

  it('is written no further when it refuses a part', async () => {
    const { clock, peer, unit, adu } = scene();
    peer.expect(adu(1, [16, 0, 10, 0, 1, 2, 0, 1]), [1, adu(1, [0x90, 2])]);
    const error = await clock.until(rejection(unit(1, { maxRegisters: 1 }).writeRegisters(10, [1, 2, 3])));
    expect(error).toMatchObject({ exceptionCode: 2 });
    expect(peer.written).toHaveLength(1);
  });

  it('is read over the whole table, and written 123 registers at a time at most', async () => {
    const { clock, peer, unit, adu } = scene();
    const registers = Array.from({ length: 125 }, (_, index) => index);
    const first = registers.slice(0, 123).flatMap(word);
    peer
      .expect(adu(1, [16, 0, 0, 0, 123, 246, ...first]), [1, adu(1, [16, 0, 0, 0, 123])])
      .expect(adu(1, [16, 0, 123, 0, 2, 4, 0, 123, 0, 124]), [1, adu(1, [16, 0, 123, 0, 2])]);
    await clock.until(unit(1, { maxRegisters: 125 }).writeRegisters(0, registers));
    expect(peer.done).toBe(true);
  });

  it('is read and written without cutting a value of an array in two', async () => {
    const { clock, peer, unit, adu } = scene();
    peer
      .expect(adu(1, [3, 0, 0, 0, 2]), [1, adu(1, [3, 4, 0, 0, 0xff, 0xff])])
      // Meanwhile all counters went on, from 0000FFFF to 00010000.
      .expect(adu(1, [3, 0, 2, 0, 2]), [1, adu(1, [3, 4, 0, 1, 0, 0])])
      .expect(adu(1, [16, 0, 0, 0, 2, 4, 0, 1, 0, 0]), [1, adu(1, [16, 0, 0, 0, 2])])
      .expect(adu(1, [16, 0, 2, 0, 2, 4, 0, 1, 0, 1]), [1, adu(1, [16, 0, 2, 0, 2])]);
    const small = unit(1, { maxRegisters: 3 });
    const spec = { type: 'uint32', count: 2 } as const;
    expect(await clock.until(small.readValue(0, spec))).toEqual([0xffff, 0x10000]);
    await clock.until(small.writeValue(0, [0x10000, 0x10001], spec));
    expect(peer.done).toBe(true);
  });

  it('gets nothing at all when a part of the call is not allowed', async () => {
    const { peer, unit } = scene();
    const small = unit(1, { maxRegisters: 2 });
    const singles = unit(1, { writes: 'single' });
    const refused = [
      small.readRegisters(65_534, 3),
      small.readRegisters(0, 2.5),
      small.readRegisters(0, Number.NaN),
      small.readRegisters(0, Number.POSITIVE_INFINITY),
      small.readRegisters(-1, 3),
      small.writeRegisters(65_534, [1, 2, 3]),
      small.writeRegisters(0, [1, 2, 3, 65_536]),
      small.writeRegisters(0, []),
      singles.writeRegisters(65_535, [1, 2]),
      singles.writeRegisters(0, [1, -1]),
      singles.writeRegisters(0, []),
      singles.writeBits(65_535, [true, false]),
      singles.writeBits(0, []),
    ];
    for (const call of refused) await expect(call).rejects.toBeInstanceOf(UsageError);
    expect(peer.opens).toBe(0);
  });
});

describe('a device that knows only some of the write functions', () => {
  it('is written with 6 and 5 only', async () => {
    const { clock, peer, unit, adu } = scene();
    const device = unit(1, { writes: 'single' });
    const writes = [
      [6, 0, 9, 0, 1],
      [6, 0, 20, 0, 2],
      [6, 0, 21, 0, 3],
      [5, 0, 4, 255, 0],
      [5, 0, 5, 0, 0],
      [5, 0, 7, 255, 0],
    ];
    for (const pdu of writes) peer.expect(adu(1, pdu), [1, adu(1, pdu)]);
    await clock.until(device.writeRegister(9, 1));
    await clock.until(device.writeRegisters(20, [2, 3]));
    await clock.until(device.writeBits(4, [true, false]));
    await clock.until(device.writeBit(7, true));
    expect(peer.done).toBe(true);
  });

  it('is written with 16 and 15 only', async () => {
    const { clock, peer, unit, adu } = scene();
    const device = unit(1, { writes: 'multiple' });
    peer
      .expect(adu(1, [16, 0, 9, 0, 1, 2, 0, 1]), [1, adu(1, [16, 0, 9, 0, 1])])
      .expect(adu(1, [15, 0, 7, 0, 1, 1, 1]), [1, adu(1, [15, 0, 7, 0, 1])]);
    await clock.until(device.writeRegister(9, 1));
    await clock.until(device.writeBit(7, true));
    expect(peer.done).toBe(true);
  });

  it('is written as one call says, whatever the device is said to know', async () => {
    const { clock, peer, unit, adu } = scene();
    peer
      .expect(adu(1, [6, 0, 9, 0, 1]), [1, adu(1, [6, 0, 9, 0, 1])])
      .expect(adu(1, [15, 0, 7, 0, 1, 1, 0]), [1, adu(1, [15, 0, 7, 0, 1])]);
    await clock.until(unit(1, { writes: 'multiple' }).writeRegister(9, 1, { fc: 6 }));
    await clock.until(unit(1, { writes: 'single' }).writeBit(7, false, { fc: 15 }));
    expect(peer.done).toBe(true);
  });
});

describe('a device that asks for patience', () => {
  it.each([5, 6])('with exception %i is asked again after a pause, as often as allowed', async code => {
    const { clock, peer, unit, adu } = scene();
    peer
      .expect(adu(1, [3, 0, 9, 0, 1]), [1, adu(1, [0x83, code])])
      .expect(adu(1, [3, 0, 9, 0, 1]), [1, adu(1, [0x83, code])])
      .expect(adu(1, [3, 0, 9, 0, 1]), [1, adu(1, [3, 2, 0, 77])]);
    const device = unit(1, { retryBusy: { attempts: 2, delay: 200 } });
    expect(await clock.until(device.readRegister(9))).toBe(77);
    expect(peer.written.map(([time]) => time)).toEqual([0, 201, 402]);
  });

  it('lets others speak meanwhile', async () => {
    const { clock, peer, unit, adu } = scene();
    peer
      .expect(adu(1, [3, 0, 9, 0, 1]), [1, adu(1, [0x83, 6])])
      .expect(adu(2, [3, 0, 9, 0, 1]), [1, adu(2, [3, 2, 0, 22])])
      .expect(adu(1, [3, 0, 9, 0, 1]), [1, adu(1, [3, 2, 0, 11])]);
    const busy = unit(1).readRegister(9, { retryBusy: { attempts: 1, delay: 200 } });
    expect(await clock.until(unit(2).readRegister(9))).toBe(22);
    expect(clock.now()).toBe(2);
    expect(await clock.until(busy)).toBe(11);
  });

  it('is not asked for ever, and no other exception is repeated', async () => {
    const { clock, peer, unit, adu } = scene();
    for (let attempt = 0; attempt < 3; attempt += 1)
      peer.expect(adu(1, [3, 0, 9, 0, 1]), [1, adu(1, [0x83, 6])]);
    const device = unit(1, { retryBusy: { attempts: 2, delay: 10 } });
    expect(await clock.until(rejection(device.readRegister(9)))).toMatchObject({ exceptionCode: 6 });
    peer.expect(adu(1, [3, 0, 9, 0, 1]), [1, adu(1, [0x83, 2])]);
    expect(await clock.until(rejection(device.readRegister(9)))).toMatchObject({ exceptionCode: 2 });
    expect(peer.done).toBe(true);
  });

  it('is no longer asked when the caller gives up during the pause', async () => {
    const { clock, peer, unit, adu } = scene();
    peer.expect(adu(1, [3, 0, 9, 0, 1]), [1, adu(1, [0x83, 6])]);
    const abort = new AbortController();
    const options = { retryBusy: { attempts: 2, delay: 200 }, signal: abort.signal };
    const call = rejection(unit(1).readRegister(9, options));
    await clock.advance(100);
    abort.abort();
    expect(await clock.until(call)).toMatchObject({ code: 'aborted' });
    // What is left is the timer of all time-outs: it finds nothing to do, and is not set again.
    expect([peer.written.length, clock.pending]).toEqual([1, 1]);
    await clock.advance(1000);
    expect([peer.written.length, clock.pending]).toEqual([1, 0]);
  });
});

import { Line } from '@bus/line';
import { FakeClock, ScriptedPeer } from '@bus/line/testing';
import { describe, expect, it } from 'vitest';
import { rtuFraming } from './framing/rtu.js';
import { ModbusClient } from './modbus-client.js';
import { ModbusException } from './modbus-exception.js';

const adu = (unit: number, ...pdu: number[]): string =>
  Array.from(rtuFraming.wrap(unit, Uint8Array.from(pdu)), byte => byte.toString(16).padStart(2, '0'))
    .join(' ')
    .toUpperCase();

function scene() {
  const clock = new FakeClock();
  const peer = new ScriptedPeer(clock);
  const client = new ModbusClient(new Line(peer, { clock, retries: 0 }));
  return { clock, peer, client, unit: client.unit(1) };
}

describe('a unit', () => {
  it('reads the temperature of the manual: 77.2', async () => {
    const { clock, peer, unit } = scene();
    peer.expect('01 03 01 21 00 01 D5 FC', [5, adu(1, 3, 2, 3, 4)]);
    expect(await clock.until(unit.readRegister(289, { decimals: 1 }))).toBe(77.2);
  });

  it('refuses, before it sends anything, what would be taken for something else than was meant', async () => {
    const { clock, peer, client, unit } = scene();
    const calls: (() => Promise<unknown>)[] = [
      () => unit.writeBit(172, 'off' as never),
      () => unit.writeBit(172, 0 as never, { fc: 15 }),
      () => unit.writeBits(172, [true, 'false' as never]),
      () => client.unit(1, { writes: 'single' }).writeBits(172, [true, null as never]),
      () => unit.readRegisters(1, 1, { table: 'inputs' as never }),
      () => unit.readValue(1, { type: 'uint16' }, { table: 'Input' as never }),
      () => unit.readBits(1, 1, { table: 'coils' as never }),
      () => unit.writeRegister(1, 1, { fc: 5 as never }),
      () => unit.writeBit(1, true, { fc: 1 as never }),
    ];
    for (const call of calls)
      await expect(clock.until(call())).rejects.toMatchObject({ code: 'bad-argument' });
    expect(() => client.unit(1, { writes: 'Single' as never })).toThrow(/single or multiple/);
    expect(peer.done).toBe(true);
  });

  it('reads a signed input register', async () => {
    const { clock, peer, unit } = scene();
    peer.expect(adu(1, 4, 0, 9, 0, 1), [5, adu(1, 4, 2, 0xff, 0xfb)]);
    expect(await clock.until(unit.readRegister(9, { table: 'input', signed: true, decimals: 1 }))).toBe(-0.5);
  });

  it('writes one register with function 16, and with 6 when told', async () => {
    const { clock, peer, unit } = scene();
    peer.expect(adu(1, 16, 0, 24, 0, 1, 2, 3, 0xb6), [5, adu(1, 16, 0, 24, 0, 1)]);
    await clock.until(unit.writeRegister(24, 95, { decimals: 1 }));
    peer.expect(adu(1, 6, 0, 24, 3, 0xb6), [5, adu(1, 6, 0, 24, 3, 0xb6)]);
    await clock.until(unit.writeRegister(24, '95.0', { decimals: 1, fc: 6 }));
    expect(peer.done).toBe(true);
  });

  it('changes one bit of a register with function 22, as a value too', async () => {
    const { clock, peer, unit } = scene();
    peer.expect(adu(1, 22, 0, 4, 0x7f, 0xff, 0x80, 0), [5, adu(1, 22, 0, 4, 0x7f, 0xff, 0x80, 0)]);
    await clock.until(unit.writeRegisterBit(4, 15, true));
    peer.expect(adu(1, 22, 0, 4, 0xff, 0xf7, 0, 0), [5, adu(1, 22, 0, 4, 0xff, 0xf7, 0, 0)]);
    await clock.until(unit.writeValue(4, false, { type: 'bit', bit: 3 }));
    await expect(unit.writeRegisterBit(4, 16, true)).rejects.toMatchObject({ code: 'bad-argument' });
    expect(peer.done).toBe(true);
  });

  it('cuts bits to the quantity that was asked for, first bit lowest', async () => {
    const { clock, peer, unit } = scene();
    peer.expect(adu(1, 1, 0, 19, 0, 19), [5, adu(1, 1, 3, 0xcd, 0x6b, 0x05)]);
    const bits = await clock.until(unit.readBits(19, 19, { table: 'coil' }));
    expect(bits.map(Number).join('')).toBe('1011001111010110101');
    peer.expect(adu(1, 2, 0, 4, 0, 1), [5, adu(1, 2, 1, 0)]);
    expect(await clock.until(unit.readBit(4))).toBe(false);
  });

  it('switches one coil with function 5, and with 15 when told', async () => {
    const { clock, peer, unit } = scene();
    peer.expect(adu(1, 5, 0, 172, 0xff, 0), [5, adu(1, 5, 0, 172, 0xff, 0)]);
    await clock.until(unit.writeBit(172, true));
    peer.expect(adu(1, 15, 0, 172, 0, 1, 1, 1), [5, adu(1, 15, 0, 172, 0, 1)]);
    await clock.until(unit.writeBit(172, true, { fc: 15 }));
    expect(peer.done).toBe(true);
  });

  it('throws the exception that the device answers, with its number, name and what to try', async () => {
    const { clock, peer, unit } = scene();
    peer.expect(adu(1, 3, 0, 99, 0, 1), [5, adu(1, 0x83, 2)]);
    const error = await clock.until(unit.readRegister(99).catch((reason: unknown) => reason));
    expect(error).toBeInstanceOf(ModbusException);
    expect(error).toMatchObject({
      code: 'device',
      exceptionCode: 2,
      functionCode: 3,
      exceptionName: 'illegal data address',
      message: 'unit 1, read holding registers 99, 1: exception 2 (illegal data address)',
      facts: { unit: 1, attempt: 1 },
      hint: expect.stringContaining('count from 1'),
    });
    expect(clock.now()).toBe(5);
  });

  it('passes every exception code on, also those without a name', async () => {
    for (const code of [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 255]) {
      const { clock, peer, unit } = scene();
      peer.expect(adu(1, 3, 0, 99, 0, 1), [5, adu(1, 0x83, code)]);
      const error = await clock.until(unit.readRegister(99).catch((reason: unknown) => reason));
      expect(error).toMatchObject({ exceptionCode: code });
    }
  });

  it('tells every device at once through unit 0, and asks none', async () => {
    const { clock, peer, client } = scene();
    peer.expect(adu(0, 16, 0, 1, 0, 1, 2, 0, 7));
    await clock.until(client.unit(0).writeRegister(1, 7));
    expect(clock.now()).toBe(100);
    await expect(client.unit(0).readRegister(1)).rejects.toMatchObject({ code: 'bad-argument' });
    expect(peer.done).toBe(true);
  });

  it('refuses what the specification does not allow, before anything is sent', async () => {
    const { peer, client, unit } = scene();
    expect(() => client.unit(248)).toThrow('0 to 247');
    expect(() => client.unit(1.5)).toThrow();
    const refused = [
      unit.readRegisters(0, 126),
      unit.readRegisters(0, 0),
      unit.readRegisters(65535, 2),
      unit.readRegisters(-1, 1),
      unit.readBits(0, 2001),
      unit.writeRegisters(0, []),
      unit.writeRegisters(0, new Array<number>(124).fill(0)),
      unit.writeRegisters(0, [65536]),
      unit.writeRegisters(0, [1.5]),
      unit.writeBits(0, new Array<boolean>(1969).fill(true)),
      unit.writeRegister(0, 70000),
      unit.writeRegister(0, 'warm'),
    ];
    for (const call of refused)
      await expect(call).rejects.toMatchObject({ name: 'UsageError', code: 'bad-argument' });
    expect(peer.opens).toBe(0);
  });

  it('does not take another master for the device: a foreign request to the same unit is no answer', async () => {
    const { clock, peer, unit } = scene();
    peer.expect(adu(1, 3, 0, 9, 0, 2), [1, adu(1, 3, 0, 40, 0, 1)], [5, adu(1, 3, 4, 0, 1, 0, 2)]);
    expect(await clock.until(unit.readRegisters(9, 2))).toEqual([1, 2]);
  });
});

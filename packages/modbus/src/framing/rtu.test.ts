import { memoryPair, UsageError } from '@bus/line';
import { FakeClock, record } from '@bus/line/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pduCodecs } from '../pdu/codecs.js';
import { readHoldingRegisters } from '../pdu/read-registers.js';
import { writeMultipleRegisters } from '../pdu/write-multiple-registers.js';
import { ModbusServer } from '../server/modbus-server.js';
import { ServerUnit } from '../server/server-unit.js';
import { putRtuRequest, rtuFraming } from './rtu.js';

describe('functions that nobody knows, over RTU', () => {
  it.each([0, 9, 65, 127])('function %i is refused as illegal once the line is silent', async code => {
    const clock = new FakeClock();
    const { a, b } = memoryPair();
    const server = new ModbusServer({ units: { 1: new ServerUnit({}) } });
    await server.serve(b, { framing: 'rtu', clock });
    const heard = record();
    await a.open(heard.sink);
    await a.write(rtuFraming.wrap(1, Uint8Array.of(code, 1, 2, 3)));
    await clock.advance(10);
    expect(heard.calls()).toBe(0);
    await clock.advance(100);
    expect(heard.bytes()).toEqual(rtuFraming.wrap(1, Uint8Array.of(code | 0x80, 1)));
    await server.close();
  });
});

describe('the silence before an RTU frame', () => {
  it('is 3.5 characters, at least 1.75 ms, and none where there is no wire', () => {
    const gapAt = (characterTime: number) => rtuFraming.gap({ name: 'test', characterTime });
    for (const [baud, gap] of [
      [1200, 32.08],
      [2400, 16.04],
      [4800, 8.02],
      [9600, 4.01],
      [19_200, 2.005],
      [38_400, 1.75],
      [115_200, 1.75],
    ] as const) {
      expect(gapAt(11_000 / baud)).toBeCloseTo(gap, 2);
    }
    expect(gapAt(0)).toBe(0);
  });
});

describe('the PDU in an RTU frame', () => {
  it('is what stands in the frame now, also where another answer has taken the place of the first', () => {
    const window = new Uint8Array(16);
    const place = window.subarray(0, 8);
    place.set(rtuFraming.wrap(1, Uint8Array.of(3, 2, 0, 1, 9)));
    expect(rtuFraming.unwrap(place)).toEqual({ unit: 1, pdu: Uint8Array.of(3, 2, 0, 1, 9) });
    place.set(rtuFraming.wrap(2, Uint8Array.of(4, 2, 0, 7, 8)));
    expect(rtuFraming.unwrap(place)).toEqual({ unit: 2, pdu: Uint8Array.of(4, 2, 0, 7, 8) });
  });

  it('is that of the frame asked for, whichever was asked for before', () => {
    const window = new Uint8Array(32);
    const frames = [window.subarray(0, 8), window.subarray(8, 16), window.subarray(8, 12)];
    frames[0]!.set(rtuFraming.wrap(1, Uint8Array.of(3, 2, 0, 1, 9)));
    frames[1]!.set(rtuFraming.wrap(2, Uint8Array.of(4, 2, 0, 7, 8)));
    const heads = [...frames, ...frames].map(frame => [...rtuFraming.unwrap(frame).pdu].slice(0, 2));
    expect(heads).toEqual([[3, 2], [4, 2], [4], [3, 2], [4, 2], [4]]);
  });

  it('follows an array whose length changes', () => {
    // The libraries that TypeScript is told of here don't know yet what engines do.
    const buffer: ArrayBuffer & { resize(length: number): void } = Reflect.construct(ArrayBuffer, [
      8,
      { maxByteLength: 16 },
    ]);
    const frame = new Uint8Array(buffer);
    frame.set(rtuFraming.wrap(1, Uint8Array.of(3, 2, 0, 1, 9)));
    expect(rtuFraming.unwrap(frame).pdu).toHaveLength(5);
    buffer.resize(6);
    expect(rtuFraming.unwrap(frame).pdu).toEqual(Uint8Array.of(3, 2, 0));
  });
});

describe('a request written into an array of the caller', () => {
  const written = (length: number, target: Uint8Array) => target.slice(0, length);

  it.each([1, 2, 3, 4])('is the frame that wrap makes, for function %i over its whole range', code => {
    const codec = pduCodecs.get(code)!;
    const target = new Uint8Array(256).fill(0xee);
    const limit = code < 3 ? 2000 : 125;
    expect(codec.putRequest).toBeDefined();
    fc.assert(
      fc.property(fc.nat(247), fc.nat(65_535), fc.integer({ min: 1, max: limit }), (unit, at, quantity) => {
        const request = { startAddress: Math.min(at, 65_536 - quantity), quantity };
        const length = putRtuRequest(target, unit, codec, request);
        expect(written(length, target)).toEqual(rtuFraming.wrap(unit, codec.encodeRequest(request)));
        expect(target.subarray(length).every(byte => byte === 0xee)).toBe(true);
      }),
    );
  });

  it('is that frame for functions that make an array of their own, too', () => {
    const target = new Uint8Array(256);
    const request = { startAddress: 7, registers: Array.from({ length: 123 }, (_, index) => 500 * index) };
    const length = putRtuRequest(target, 17, writeMultipleRegisters, request);
    expect(length).toBe(255);
    expect(written(length, target)).toEqual(
      rtuFraming.wrap(17, writeMultipleRegisters.encodeRequest(request)),
    );
  });

  it.each([
    ['an address', 1, { startAddress: 65_536, quantity: 1 }, 256],
    ['a quantity', 1, { startAddress: 0, quantity: 126 }, 256],
    ['a fraction', 1, { startAddress: 0.5, quantity: 1 }, 256],
    ['a range', 1, { startAddress: 65_535, quantity: 2 }, 256],
    ['a unit', 248, { startAddress: 0, quantity: 1 }, 256],
    ['the kind of a unit', 1n as unknown as number, { startAddress: 0, quantity: 1 }, 256],
    ['the kind of an address', 1, { startAddress: 1n as unknown as number, quantity: 1 }, 256],
    ['the kind of a quantity', 1, { startAddress: 1, quantity: '1' as unknown as number }, 256],
    ['room', 1, { startAddress: 0, quantity: 1 }, 255],
  ])('is refused with nothing written where %s is wrong', (_, unit, request, room) => {
    const target = new Uint8Array(room);
    expect(() => putRtuRequest(target, unit, readHoldingRegisters, request)).toThrow(UsageError);
    expect(target.every(byte => byte === 0)).toBe(true);
  });
});

import { memoryPair } from '@bus/line';
import { FakeClock, record } from '@bus/line/testing';
import { describe, expect, it } from 'vitest';
import { ModbusServer } from '../server/modbus-server.js';
import { ServerUnit } from '../server/server-unit.js';
import { rtuFraming } from './rtu.js';

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

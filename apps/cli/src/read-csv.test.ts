import { describe, expect, it } from 'vitest';
import { readCsv } from './read-csv.js';
import type { FailedReading, Reading } from './services/values/reading.js';

const time = '2026-11-21T12:00:00.000Z';
const reading: Reading = {
  unit: 1,
  table: 'holding',
  address: 100,
  quantity: 4,
  functionCode: 3,
  type: 'float32',
  decimals: 0,
  values: [1.5, Number.NaN],
};

describe('readings as CSV', () => {
  it('have a line for each value, below one header', () => {
    const csv = readCsv();
    expect(csv(reading, time)).toEqual([
      'time,unit,table,address,point,value,symbol,error',
      `${time},1,holding,100,,1.5,,`,
      `${time},1,holding,102,,NaN,,`,
    ]);
    const named = { ...reading, name: 'boiler.flow', symbol: 'l/min', quantity: 2, values: [7] };
    expect(csv(named, time)).toEqual([`${time},1,holding,100,boiler.flow,7,l/min,`]);
    expect(csv({ ...reading, name: 'boiler.flow' }, time)[1]).toContain(',102,boiler.flow[1],NaN,');
  });

  it('tell what could not be read, and quote what CSV would take apart', () => {
    const { values: _, ...about } = reading;
    const message = 'unit 1, read holding registers 100, 4: "busy"';
    const failed = { ...about, error: { message } } as FailedReading;
    expect(readCsv()(failed, time)[1]).toBe(
      `${time},1,holding,100,,,,"unit 1, read holding registers 100, 4: ""busy"""`,
    );
    const text = { ...reading, type: 'string' as const, values: ['a,b\r\n'] };
    expect(readCsv()(text, time)[1]).toBe(`${time},1,holding,100,,"a,b\r\n",,`);
    const hostile = { ...reading, type: 'string' as const, values: ['\u001b[31m\u009bm'] };
    expect(readCsv()(hostile, time)[1]).toBe(`${time},1,holding,100,,\\x1b[31m\\x9bm,,`);
    const bits = { ...reading, type: 'bits' as const, quantity: 1, values: [[true, false]] };
    expect(readCsv()(bits, time)[1]).toBe(`${time},1,holding,100,,true false,,`);
  });
});

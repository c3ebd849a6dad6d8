import { describe, expect, it } from 'vitest';
import { moduleSpeeds, scanPlan } from './scan-plan.js';

describe('the plan of a scan', () => {
  it('goes through all addresses at all speeds of modules, that of the line first', () => {
    const { addresses, speeds } = scanPlan({}, 19_200);
    expect([addresses.length, addresses[0], addresses.at(-1)]).toEqual([256, 0, 255]);
    expect(speeds[0]).toBe(19_200);
    expect([...speeds].sort()).toEqual([...moduleSpeeds].sort());
  });

  it('stays at the speed that is said, in whichever way', () => {
    for (const said of [{ baud: 2400 }, { line: '2400-8E1' }, { port: 'rtu:/dev/x?baudRate=2400' }])
      expect(scanPlan(said, 2400).speeds).toEqual([undefined]);
    expect(scanPlan({ bauds: [9600, 2400, 9600] }, 9600).speeds).toEqual([9600, 2400]);
  });

  it('knows no speeds where there are none', () => {
    expect(scanPlan({ addresses: '02' })).toEqual({ addresses: [2], speeds: [undefined] });
  });

  it.each([
    ['speeds of a line that has none', { bauds: [9600] }, undefined],
    ['no speed at all', { bauds: [] }, 9600],
    ['speeds said twice', { bauds: [9600], baud: 9600 }, 9600],
    ['addresses that are none', { addresses: '1-4' }, 9600],
  ])('refuses %s', (_, range, own) => {
    expect(() => scanPlan(range, own)).toThrow(expect.objectContaining({ code: 'bad-argument' }));
  });
});

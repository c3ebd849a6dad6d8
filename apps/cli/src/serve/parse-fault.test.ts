import { Line } from '@bus/line';
import { FakeClock } from '@bus/line/testing';
import { ModbusClient } from '@bus/modbus';
import * as sim from '@bus/sim';
import { describe, expect, it } from 'vitest';
import { faultNames, parseFault } from './parse-fault.js';

describe('a fault on the command line', () => {
  it('says what goes wrong, how often, and of whom', () => {
    const { name, planned } = parseFault('late:200-800:12.5%@3', sim);
    expect(name).toBe('late');
    expect(planned).toMatchObject({ fault: { name: 'late' }, probability: 0.125, unit: 3 });
    expect(parseFault('silence', sim).planned).toEqual({
      fault: expect.objectContaining({ name: 'silence' }),
    });
    expect(parseFault('crc:5%', sim).planned).toMatchObject({
      fault: { name: 'bit flip' },
      probability: 0.05,
    });
    expect(parseFault('echo:partial', sim).planned.fault.name).toBe('echo partial');
    expect(parseFault('exception:6', sim).planned.fault.name).toBe('exception 6');
  });

  it('can be had for every name', () => {
    for (const name of faultNames.filter(each => each !== 'late'))
      expect(typeof parseFault(name, sim).planned.fault.apply).toBe('function');
    expect(faultNames).toContain('port-loss');
  });

  it.each([
    ['crcs:5%', /no fault 'crcs'/],
    ['constructor', /no fault 'constructor'/],
    ['crc:101%', /from 0% to 100%/],
    ['crc:x%', /from 0% to 100%/],
    ['crc:5%:6%', /from 0% to 100%/],
    ['crc:0', /behind crc goes/],
    ['late', /behind late goes milliseconds/],
    ['late:800-200', /behind late goes milliseconds/],
    ['exception:256', /behind exception goes/],
    ['echo:loud', /behind echo goes whole, partial, corrupted/],
    ['silence:3', /behind silence goes nothing/],
    ['crc:1:2', /behind crc goes/],
  ])('%s is none', (text, message) => {
    expect(() => parseFault(text, sim)).toThrow(message);
  });

  it('lets a device refuse what it would have answered', async () => {
    const clock = new FakeClock();
    const line = new sim.VirtualLine({ clock, faults: [parseFault('exception:6@1', sim).planned] });
    line.attach(sim.temperatureController({ unit: 1 }));
    line.attach(sim.remoteIo({ unit: 2 }));
    const client = new ModbusClient(new Line(line.transport(), { clock }));
    const refused = client
      .unit(1)
      .readRegister(289)
      .catch((error: unknown) => error);
    expect(await clock.until(refused)).toMatchObject({ exceptionCode: 6 });
    expect(await clock.until(client.unit(2).readRegister(1))).toBe(2);
  });
});
